"""Where a report lies, as text."""

from typing import Protocol

from dashboard.ui import report_labels
from data.core.config.city import CONFIDENTIAL, City
from data.core.history.places import AreaHierarchy
from geo import AreaLayer


class AreaContext(Protocol):
    """The areas of one city."""

    @property
    def city(self) -> City:
        """The city's configuration."""

    @property
    def layer(self) -> AreaLayer:
        """Its area layer."""

    @property
    def lineage(self) -> AreaHierarchy:
        """The parent of each area."""


def in_words(site: AreaContext, service_code: str, area_code: str | None, placement: str) -> str:
    """Kelurahan and kecamatan; of a confidential report none."""
    code = area_code or ""
    if service_code == CONFIDENTIAL:
        return report_labels.NO_AREA_NAME
    parent = site.lineage.parent(code)
    if not parent:
        return report_labels.area_label(None, placement)
    known = site.layer.parent_by_code
    area = site.layer.name_of(code) if code in known else report_labels.NO_AREA_NAME
    return f"{area}, {site.city.areas.parent_level} {site.layer.name_of(parent)}"
