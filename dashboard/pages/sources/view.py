"""What ``/sumber`` shows: a card for each source, and how far what it says can be trusted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from dashboard.pages.sources.sections.findings import FindingGroup, finding_groups
from dashboard.ui.format import format_moment, span
from dashboard.ui.static_elements import static_element
from dashboard.ui.urls import report_url
from dashboard.web.clock_faults import status_badges
from dashboard.web.context import WebContext
from data.core.access import Permission
from data.core.report.listing.listing import ListingState
from data.core.report.listing.missing import MissingReport
from data.core.snapshot.rows import SourceStatusRow
from data.services.pull_findings import PullFindings, latest_findings

MAX_MISSING = 20


@dataclass(frozen=True)
class SourceCard:
    """One source.

    :param age: how long ago its last success was; empty for less than a minute
    :param listing: what is known of its pulls as a whole, such as that they are too short to be believed
    :param missing: what it no longer has, those missing longest first
    :param pull_findings: what its latest pull did not take as it stood
    """

    pull: SourceStatusRow
    age: str
    listing: ListingState | None = None
    missing: tuple[MissingReport, ...] = ()
    pull_findings: PullFindings | None = None
    finding_groups: tuple[FindingGroup, ...] = ()

    @property
    def is_bad(self) -> bool:
        """Return whether its reports are not what they should be."""
        return self.pull["last_success"] is None or (
            self.pull["every_seconds"] is not None and self.pull["stale"]
        )


def source_card(
    context: WebContext, pull: SourceStatusRow, as_of: datetime, findings: PullFindings | None = None
) -> SourceCard:
    """Return the card of a source."""
    service = context.app.missing_reports
    return SourceCard(
        pull,
        age_text(pull["last_success"], as_of),
        service.listing_state(pull["source"]),
        tuple(service.of_source(pull["source"])),
        findings,
        finding_groups(findings, context.city.zone),
    )


def age_text(moment: datetime | None, as_of: datetime) -> str:
    """Return how long ago a moment was; empty for less than a minute, or never."""
    if moment is None or as_of - moment < timedelta(minutes=1):
        return ""
    return span((as_of - moment).total_seconds() / 3600)


def page_values(context: WebContext) -> dict[str, Any]:
    """Return what the template shows of the latest snapshot."""
    live_snapshot, app = context.live_board.current(), context.app
    if live_snapshot is None:
        return {"as_of": None}
    snapshot = live_snapshot.snapshot
    return {
        "as_of": snapshot.as_of,
        "badges": [static_element(badge) for badge in status_badges(context, snapshot)],
        "unknown_years": snapshot.unknown_years,
        "cards": [
            source_card(context, pull, snapshot.as_of, latest_findings(app.engine, pull["source"]))
            for pull in snapshot.pulls
        ],
        **card_values(context.city.zone, can_administer=context.authorizer.is_allowed(Permission.ADMINISTER)),
    }


def card_values(zone: Any, *, can_administer: bool = False) -> dict[str, Any]:
    """Return what every card needs.

    :param can_administer: whether rejected rows may be downloaded, and a short pull be believed
    """
    moment = partial(format_moment, zone=zone)
    return {
        "moment": moment,
        "report_url": report_url,
        "max_missing": MAX_MISSING,
        "can_administer": can_administer,
    }
