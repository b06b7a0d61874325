"""Parts of a worked example: sentences and calculations with highlighted figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.core.config.city import City
from data.core.review.review import Review
from data.core.snapshot.snapshot import Snapshot

NO_EXAMPLE = "Belum ada laporan yang dapat menjadi contoh pada data saat ini."


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


BoardExample = Callable[[BoardData], list[Component]]
WeekExample = Callable[[WeekData], list[Component]]


def sentence(template: str, **figures: Any) -> Component:
    """Return a sentence; names in braces are figures."""
    return html.P(_parts(template, figures))


def calculation(template: str, **figures: Any) -> Component:
    """Return a calculation on its own line; names in braces are figures."""
    return html.P(_parts(template, figures), className="sum")


def _parts(template: str, figures: dict[str, Any]) -> list[Any]:
    parts: list[Any] = []
    for literal, name, _, _ in Formatter().parse(template):
        parts += [literal] if literal else []
        parts += [html.B(figures[name])] if name is not None else []
    return parts


def no_example() -> list[Component]:
    """Return the note for data without an example; neither zero nor an invented figure."""
    return [html.P(NO_EXAMPLE, className="none")]
