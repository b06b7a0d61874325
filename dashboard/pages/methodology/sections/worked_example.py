"""Parts of a worked example: sentences and calculations with highlighted figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, NamedTuple

from data.core.config.city import City
from data.core.review.review import Review
from data.core.snapshot.snapshot import Snapshot
from data.lib.translation import lazy_gettext

NO_EXAMPLE = lazy_gettext("No report in the present data can be an example.")


class ExamplePart(NamedTuple):
    """A part of a sentence."""

    text: str
    is_figure: bool = False


class ExampleLine(NamedTuple):
    """A line of an example, or a list of ``entries``."""

    parts: list[ExamplePart]
    css_class: str = ""
    entries: tuple[list[ExamplePart], ...] = ()


@dataclass(frozen=True)
class BoardData:
    """Data for the examples of the latest snapshot."""

    snapshot: Snapshot
    city: City


@dataclass(frozen=True)
class WeekData:
    """Data for the examples of the last seven whole days."""

    review: Review
    city: City
    review_report: Mapping[str, Any] = field(default_factory=dict)  # the same week as ``/tinjauan`` shows it


BoardExample = Callable[[BoardData], list[ExampleLine]]
WeekExample = Callable[[WeekData], list[ExampleLine]]


def sentence(template: str, **figures: Any) -> ExampleLine:
    """Return a sentence; names in braces are figures."""
    return ExampleLine(_parts(template, figures))


def calculation(template: str, **figures: Any) -> ExampleLine:
    """Return a calculation on its own line; names in braces are figures."""
    return ExampleLine(_parts(template, figures), "sum")


def _parts(template: str, figures: dict[str, Any]) -> list[ExamplePart]:
    parts: list[ExamplePart] = []
    for literal, name, _, _ in Formatter().parse(template):
        parts += [ExamplePart(literal)] if literal else []
        parts += [ExamplePart(str(figures[name]), is_figure=True)] if name is not None else []
    return parts


def no_example() -> list[ExampleLine]:
    """Return the note for data without an example; neither zero nor an invented figure."""
    return [ExampleLine([ExamplePart(str(NO_EXAMPLE))], "none")]
