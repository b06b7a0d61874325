"""The commands: their options, and what they print for programs and for people."""

from pathlib import Path

from .outputs import LINES, TEXTS, printed
from .records import recorded
from .shapes import contained, lost_names
from .usage import lost_usage, pages_of


def test_every_command_takes_what_it_took(tmp_path: Path) -> None:
    before = recorded("usage")
    assert len(before) > 25
    lost = lost_usage(before, pages_of(list(before), tmp_path))
    assert lost == [], "\n".join(lost)


def test_commands_print_what_they_printed(tmp_path: Path) -> None:
    before, present = recorded("printed"), printed(tmp_path)
    assert (len(before["lines"]), len(before["texts"])) == (len(LINES), len(TEXTS))
    lines = {
        name: lost_names(was, present["lines"][name], same_data=True) for name, was in before["lines"].items()
    }
    assert {name: lost for name, lost in lines.items() if lost} == {}
    assert contained(before["texts"], present["texts"]) == []
    assert contained(before["files"], present["files"]) == []
