"""What a source told last of a report that is followed up here, so that its echo undoes nothing.

A report from outside can be followed up on this board. Its source does not know of that and goes on telling
the old state with every pull. What it told when the first move was made here is kept under
:data:`TOLD`; only where a row says something *else* than that, the source has news, and its news count.
Of a report that was closed here before its source closed it, only a reopening is news: that the source has
got as far as working on it, or has closed it too, takes nobody's credit back.
"""

from typing import Any

from data.core.report.record import Place, ServiceRequest
from data.core.report.standing import Known, Standing
from data.core.status import Status, status_of

TOLD = "told"
_FIELDS = ("service_code", "status_description", "agency_responsible", "evidence")
_WHERE = ("lat", "long", "area_code", "placement")


def told_by(standing: Standing) -> dict[str, Any]:
    """What the source has told of a report that nobody has acted on here yet."""
    return {name: getattr(standing, name) for name in (*_FIELDS, *_WHERE)}


def told_in(record: ServiceRequest, place: Place) -> dict[str, Any]:
    """What a row tells."""
    return {
        "service_code": record.service_code,
        "status_description": record.status_description,
        "agency_responsible": record.agency_responsible,
        "evidence": bool(record.evidence_url),
        "lat": record.lat,
        "long": record.long,
        "area_code": place.area_code,
        "placement": place.placement,
    }


def told_now(record: ServiceRequest, place: Place, known: Known) -> dict[str, Any]:
    """What the source has told now, to be kept, of a report that is followed up here; else nothing."""
    return {TOLD: told_in(record, place)} if TOLD in known.details else {}


def without_echo(record: ServiceRequest, place: Place, known: Known) -> tuple[ServiceRequest, Place]:
    """The row and its place, what the source only repeats put as the report stands here."""
    told = known.details.get(TOLD)
    if told is None:
        return record, place
    now, says = known.standing, told_in(record, place)
    same = {name for name, value in says.items() if told.get(name) == value}
    if now.status == Status.CLOSED and status_of(str(told["status_description"])) is Status.OPEN:
        same.add("status_description")
    kept: dict[str, Any] = {name: getattr(now, name) for name in _FIELDS[:3] if name in same}
    if "status_description" in same:
        kept |= {"closed_datetime": None, "history": ()}
    if not same.issuperset(_WHERE):
        return record.model_copy(update=kept), place
    kept |= {"lat": now.lat, "long": now.long}
    return record.model_copy(update=kept), Place(placement=now.placement, area_code=now.area_code)


def evidence_of(record: ServiceRequest, known: Known) -> bool:
    """Whether there is evidence of the work: the source's, unless it tells nothing new; then ours."""
    told, shown = known.details.get(TOLD), bool(record.evidence_url)
    return known.standing.evidence if told is not None and told.get("evidence") == shown else shown
