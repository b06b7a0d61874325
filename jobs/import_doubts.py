"""What is hardly true of a file that a person imports: said before a row is stored, and once."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass
class DoubtPrinter:
    """Prints what is hardly true of a file to standard error.

    :param name: of the file
    :param refuses: nothing is stored of a file of which something is hardly true
    """

    name: str
    refuses: bool
    _printed: set[str] = field(default_factory=set)

    def __call__(self, doubts: Sequence[str]) -> bool:
        """Print what is hardly true before a row is stored; return whether to store the rows."""
        self.print(doubts)
        return not self.refuses

    def print(self, doubts: Iterable[str]) -> None:
        """Print what was not printed before."""
        for doubt in doubts:
            if doubt not in self._printed:
                sys.stderr.write(f"{self.name}: warning: {doubt}\n")
        sys.stderr.flush()
        self._printed.update(doubts)
