"""The query of the page: ``?dari=…&sampai=…`` or ``?paket=3``, and ``&rinci=…`` for a number's reports."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from dashboard.web.forms import FormModel
from dashboard.web.query_values import MAX_DIGITS, parse_typed_moment, parse_whole_number
from data.core.recap.periods import LAST_WEEK, period_presets
from data.core.review.metric_key import MetricKey, parse_metric_key
from data.lib.date_format import format_typed_moment
from data.lib.translation import gettext, lazy_gettext

SINCE_PARAM, UNTIL_PARAM, DETAIL_PARAM, PART_PARAM = "dari", "sampai", "rinci", "hal"
MAX_PACK, MAX_PART = 999_999_999, 999_999
DEFAULT_STEPS = 24  # of the timeline
NO_MOMENT = {
    SINCE_PARAM: lazy_gettext("“From” must be a time, such as {example}."),
    UNTIL_PARAM: lazy_gettext("“Until” must be a time, such as {example}."),
}
EXAMPLE = datetime(2026, 11, 24, 8)  # noqa: DTZ001 (what somebody types names no zone)


class InvalidReviewQueryError(ValueError):
    """A query without a valid period, pack or metric key; the message is for the user."""


class ReviewParams(FormModel):
    """The parameters of the page's address, as text.

    :ivar revisi: the change number of what the page shows, of which a list or a pack is asked for
    :ivar beku: what became of freezing it
    """

    dari: str = ""
    sampai: str = ""
    paket: str = ""
    rinci: str = ""
    hal: str = ""
    revisi: str = ""
    beku: str = ""

    @property
    def revision(self) -> int | None:
        """Return the change number; None for that of today.

        :raises InvalidReviewQueryError: it is none
        """
        try:
            return parse_whole_number(self.revisi, 0, 10**MAX_DIGITS) if self.revisi else None
        except ValueError:
            raise InvalidReviewQueryError(gettext("There is no such list of reports.")) from None


@dataclass(frozen=True)
class ReviewQuery:
    """The period of a review, and the pack that froze it if the query names one."""

    since: datetime
    until: datetime
    pack: int | None = None


def parse_query(params: ReviewParams, now: datetime, zone: ZoneInfo) -> ReviewQuery:
    """Parse the period of a query; the default is the last full week.

    :raises InvalidReviewQueryError: the period is invalid
    """
    since, until = period_presets(now, zone)[LAST_WEEK]
    if params.dari or params.sampai:
        since, until = (
            _parse_moment(getattr(params, name), name, zone) for name in (SINCE_PARAM, UNTIL_PARAM)
        )
    if since >= until:
        raise InvalidReviewQueryError(gettext("“From” must be earlier than “until”."))
    if until > now:
        raise InvalidReviewQueryError(gettext("“Until” is still to come."))
    return ReviewQuery(since.astimezone(UTC), until.astimezone(UTC), _parse_pack(params.paket))


def _parse_moment(text: str, name: str, zone: ZoneInfo) -> datetime:
    try:
        return parse_typed_moment(text, zone)
    except (ValueError, OverflowError):
        reason = str(NO_MOMENT[name]).format(example=format_typed_moment(EXAMPLE))
        raise InvalidReviewQueryError(reason) from None


def _parse_pack(text: str) -> int | None:
    try:
        return parse_whole_number(text, 0, MAX_PACK) if text else None
    except ValueError:
        raise InvalidReviewQueryError(gettext("There is no pack “{text}”.").format(text=text)) from None


def parse_detail(params: ReviewParams) -> tuple[MetricKey, int] | None:
    """Parse the metric key whose reports are requested, and the part of the list (from 0); None without one.

    :raises InvalidReviewQueryError: the key is invalid
    """
    if not params.rinci:
        return None
    try:
        part = parse_whole_number(params.hal or "1", 0, MAX_PART)
        return parse_metric_key(params.rinci), max(0, part - 1)
    except ValueError:
        raise InvalidReviewQueryError(gettext("There is no such list of reports.")) from None


def period_query(since: datetime, until: datetime, zone: ZoneInfo) -> str:
    """Return ``dari=2026-11-16T00:00&sampai=2026-11-23T00:00``, on the city's clock."""
    return urlencode({SINCE_PARAM: local_iso(since, zone), UNTIL_PARAM: local_iso(until, zone)}, safe=":")


def local_iso(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment as query and form field have it, with seconds only if there are any."""
    local_moment = moment.astimezone(zone).replace(tzinfo=None)
    return local_moment.isoformat(
        timespec="minutes" if not (local_moment.second or local_moment.microsecond) else "auto"
    )


def detail_query(query: str, metric_key: MetricKey | str, part: int = 0) -> str:
    """Return the query of the same page with the reports of a number."""
    part_query = f"&{PART_PARAM}={part + 1}" if part else ""
    return f"?{query}&{DETAIL_PARAM}={quote(str(metric_key), safe=':@')}{part_query}"
