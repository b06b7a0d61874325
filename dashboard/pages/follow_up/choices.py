"""What the forms offer for one report: agencies, kelurahan, categories, and reports that may be the same."""

from collections.abc import Hashable
from typing import Any

from dashboard.pages.follow_up.view import Choices
from dashboard.ui.format import moment_words
from dashboard.web.context import Site
from data.core.follow_up.workflow import OPEN
from data.core.status import Status
from data.services.follow_up import Looked

MOST_ALIKE = 20
Row = dict[Hashable, Any]


def choices_of(site: Site, looked: Looked) -> Choices:
    """The choices; those nearest to this report first."""
    standing = looked.standing
    own = site.city.category_of(standing.service_code).agencies
    every = [agency for category in site.city.category for agency in category.agencies]
    return Choices(
        agencies=tuple(dict.fromkeys((*own, *every))),
        areas=_areas(site, standing.area_code or ""),
        categories=tuple((found.code, found.name) for found in site.city.category),
        alike=_alike(site, looked) if standing.status == Status.OPEN else (),
        has_before=looked.shows_before,
    )


def _areas(site: Site, present: str) -> tuple[tuple[str, str], ...]:
    """Every kelurahan but the present one, with its kecamatan, by kecamatan and name."""
    names = [
        (site.layer.name_of(parent), site.layer.name_of(code), code)
        for code, parent in site.layer.parent_by_code.items()
        if code != present
    ]
    return tuple((code, f"{name} ({parent})") for parent, name, code in sorted(names))


def _alike(site: Site, looked: Looked) -> tuple[tuple[str, str], ...]:
    """Open reports of the same category in the same kecamatan, the oldest first."""
    parent = site.lineage.parent(looked.standing.area_code or "")
    found = site.live.desk.backlog(parent) if parent else None
    if found is None:
        return ()
    rows = found.backlog.rows
    same = rows[rows["service_code"] == looked.standing.service_code].sort_values("requested_datetime")
    others = [row for row in same.to_dict("records") if _key(row) != looked.key and _open(row)]
    return tuple(("/".join(_key(row)), _told(row, site)) for row in others[:MOST_ALIKE])


def _told(row: Row, site: Site) -> str:
    return f"{row['area_name']} · {moment_words(row['requested_datetime'], site.city.zone)}"


def _key(row: Row) -> tuple[str, str]:
    return str(row["source"]), str(row["service_request_id"])


def _open(row: Row) -> bool:
    return row["status_description"] in OPEN
