"""Sentences of a worked example, with the figures taken from the data set apart from the words."""

from collections.abc import Callable
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
    """What the examples of the present board are made of."""

    snapshot: Snapshot
    city: City


@dataclass(frozen=True)
class WeekData:
    """What the examples of a period are made of: the last seven whole days."""

    review: Review
    city: City
    review_report: dict[str, Any] = field(default_factory=dict)  # the same week as ``/tinjauan`` shows it


BoardExample = Callable[[BoardData], list[Component]]
WeekExample = Callable[[WeekData], list[Component]]


def sentence(template: str, **figures: Any) -> Component:
    """A sentence; what stands in braces is a figure."""
    return html.P(_parts(template, figures))


def calculation(template: str, **figures: Any) -> Component:
    """A calculation on a line of its own."""
    return html.P(_parts(template, figures), className="sum")


def _parts(template: str, figures: dict[str, Any]) -> list[Any]:
    parts: list[Any] = []
    for literal, name, _, _ in Formatter().parse(template):
        parts += [literal] if literal else []
        parts += [html.B(figures[name])] if name is not None else []
    return parts


def no_example() -> list[Component]:
    """What stands where the data holds no example: no zero, no invented figure."""
    return [html.P(NO_EXAMPLE, className="none")]
