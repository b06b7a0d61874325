"""The query of the page: ``?dari=…&sampai=…`` or ``?paket=3``, and ``&rinci=…`` for a number's reports."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote, urlencode
from zoneinfo import ZoneInfo

from dashboard.web.query_values import parse_whole_number
from data.core.recap.periods import LAST_WEEK, period_presets
from data.core.review.metric_key import MetricKey, parse_metric_key

SINCE_PARAM, UNTIL_PARAM, PACK_PARAM, DETAIL_PARAM, PART_PARAM = "dari", "sampai", "paket", "rinci", "hal"
FIRST_YEAR = 1970
MAX_PART = 999_999


class InvalidReviewQueryError(ValueError):
    """A query without a valid period, pack or metric key; the message is for the user."""


@dataclass(frozen=True)
class ReviewQuery:
    """The period of a review, and the pack that froze it if the query names one."""

    since: datetime
    until: datetime
    pack: int | None = None


def parse_query(search: str | None, now: datetime, zone: ZoneInfo) -> ReviewQuery:
    """Parse the period of a query; the default is the last full week.

    :param search: the query string, with or without ``?``
    :raises InvalidReviewQueryError: the period is invalid
    """
    params = parse_qs((search or "").lstrip("?"))
    since, until = period_presets(now, zone)[LAST_WEEK]
    if SINCE_PARAM in params or UNTIL_PARAM in params:
        since, until = (_parse_moment(params, name, zone) for name in (SINCE_PARAM, UNTIL_PARAM))
    if since >= until:
        raise InvalidReviewQueryError("Waktu “dari” harus lebih awal daripada “sampai”.")
    if until > now:
        raise InvalidReviewQueryError("Waktu “sampai” belum terjadi.")
    return ReviewQuery(since.astimezone(UTC), until.astimezone(UTC), _parse_pack(params))


def _parse_moment(params: dict[str, list[str]], name: str, zone: ZoneInfo) -> datetime:
    text = params.get(name, [""])[0]
    try:
        moment = datetime.fromisoformat(text)
        aware_moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        if aware_moment.year <= FIRST_YEAR:
            raise OverflowError
        return aware_moment.astimezone(zone)
    except (ValueError, OverflowError):
        raise InvalidReviewQueryError(f"“{name}” harus berupa waktu, misalnya 2026-11-24T08:00.") from None


def _parse_pack(params: dict[str, list[str]]) -> int | None:
    if PACK_PARAM not in params:
        return None
    text = params[PACK_PARAM][0]
    if not text.isdecimal() or len(text) > 9:
        raise InvalidReviewQueryError(f"Paket “{text}” tidak ada.")
    return int(text)


def parse_detail(search: str | None) -> tuple[MetricKey, int] | None:
    """Parse the metric key whose reports are requested, and the part of the list (from 0); None without one.

    :raises InvalidReviewQueryError: the key is invalid
    """
    params = parse_qs((search or "").lstrip("?"))
    if DETAIL_PARAM not in params:
        return None
    part = params.get(PART_PARAM, ["1"])[0]
    try:
        return parse_metric_key(params[DETAIL_PARAM][0]), max(0, parse_whole_number(part, 0, MAX_PART) - 1)
    except ValueError:
        raise InvalidReviewQueryError("Rincian yang diminta tidak ada.") from None


def period_query(since: datetime, until: datetime, zone: ZoneInfo) -> str:
    """Return ``dari=2026-11-16T00:00&sampai=2026-11-23T00:00``, on the city's clock."""
    return urlencode({SINCE_PARAM: local_iso(since, zone), UNTIL_PARAM: local_iso(until, zone)}, safe=":")


def local_iso(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment as query and form field have it, with seconds only if there are any."""
    local_moment = moment.astimezone(zone).replace(tzinfo=None)
    return local_moment.isoformat(
        timespec="minutes" if not (local_moment.second or local_moment.microsecond) else "auto"
    )


def detail_query(query: str, metric_key: MetricKey, part: int = 0) -> str:
    """Return the query of the same page with the reports of a number."""
    part_query = f"&{PART_PARAM}={part + 1}" if part else ""
    return f"?{query}&{DETAIL_PARAM}={quote(str(metric_key), safe=':@')}{part_query}"
