"""The area of a report, as text."""

from typing import Protocol

from dashboard.ui import report_labels
from data.core.config.city import CONFIDENTIAL, City
from data.core.history.places import AreaHierarchy
from geo import AreaLayer


class AreaContext(Protocol):
    """The city and areas that a location's text needs."""

    @property
    def city(self) -> City:
        """Return the city's configuration."""

    @property
    def layer(self) -> AreaLayer:
        """Return the area layer."""

    @property
    def lineage(self) -> AreaHierarchy:
        """Return the parent of each area."""


def location_text(context: AreaContext, service_code: str, area_code: str | None, placement: str) -> str:
    """Return kelurahan and kecamatan, or the one area of a city of one level; none if confidential."""
    code = area_code or ""
    if service_code == CONFIDENTIAL:
        return str(report_labels.NO_AREA_NAME)
    parent = context.lineage.parent(code)
    if not parent:
        return report_labels.area_label(None, placement)
    if parent == code and context.city.areas.levels == 1:
        return f"{context.city.areas.level} {context.layer.name_of(code)}"
    known_codes = context.layer.parent_by_code
    area = context.layer.name_of(code) if code in known_codes else report_labels.NO_AREA_NAME
    return f"{area}, {context.city.areas.parent_level} {context.layer.name_of(parent)}"
