"""What an address asks for: ``?dari=…&sampai=…`` or ``?paket=3``, and ``&rinci=…``: a number's reports."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote, urlencode
from zoneinfo import ZoneInfo

from data.core.recap.periods import LAST_WEEK, presets
from data.core.review.metric_key import Cell, cell_of

SINCE, UNTIL, PACK, DETAIL, PART = "dari", "sampai", "paket", "rinci", "hal"
FIRST_YEAR = 1970


class AskedError(ValueError):
    """An address that names no period, in words for whoever asked."""


@dataclass(frozen=True)
class Asked:
    """Two moments or a pack, and the number whose reports are wanted (none: only the page)."""

    since: datetime
    until: datetime
    pack: int | None = None


def asked(search: str | None, now: datetime, zone: ZoneInfo) -> Asked:
    """The period of an address; the last full week where it names none.

    :raises AskedError: in words for whoever asked
    """
    given = parse_qs((search or "").lstrip("?"))
    since, until = presets(now, zone)[LAST_WEEK]
    if SINCE in given or UNTIL in given:
        since, until = (_moment(given, name, zone) for name in (SINCE, UNTIL))
    if since >= until:
        raise AskedError("Waktu “dari” harus lebih awal daripada “sampai”.")
    if until > now:
        raise AskedError("Waktu “sampai” belum terjadi.")
    return Asked(since.astimezone(UTC), until.astimezone(UTC), _pack(given))


def _moment(given: dict[str, list[str]], name: str, zone: ZoneInfo) -> datetime:
    text = given.get(name, [""])[0]
    try:
        moment = datetime.fromisoformat(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        if aware.year <= FIRST_YEAR:
            raise OverflowError
        return aware.astimezone(zone)
    except (ValueError, OverflowError):
        raise AskedError(f"“{name}” harus berupa waktu, misalnya 2026-11-24T08:00.") from None


def _pack(given: dict[str, list[str]]) -> int | None:
    if PACK not in given:
        return None
    text = given[PACK][0]
    if not text.isdecimal() or len(text) > 9:
        raise AskedError(f"Paket “{text}” tidak ada.")
    return int(text)


def detail(search: str | None) -> tuple[Cell, int] | None:
    """The number whose reports are wanted, and which part of the list (from 0); None: none.

    :raises AskedError: it names no number
    """
    given = parse_qs((search or "").lstrip("?"))
    if DETAIL not in given:
        return None
    part = given.get(PART, ["1"])[0]
    try:
        return cell_of(given[DETAIL][0]), max(0, int(part[:6]) - 1)
    except ValueError:
        raise AskedError("Rincian yang diminta tidak ada.") from None


def period_query(since: datetime, until: datetime, zone: ZoneInfo) -> str:
    """``dari=2026-11-16T00:00&sampai=2026-11-23T00:00`` on the city's clock."""
    return urlencode({SINCE: local(since, zone), UNTIL: local(until, zone)}, safe=":")


def local(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as an address and a form field have it, seconds only where there are any."""
    here = moment.astimezone(zone).replace(tzinfo=None)
    return here.isoformat(timespec="minutes" if not (here.second or here.microsecond) else "auto")


def detail_query(query: str, cell: Cell, part: int = 0) -> str:
    """The same page with the reports of a number."""
    more = f"&{PART}={part + 1}" if part else ""
    return f"?{query}&{DETAIL}={quote(str(cell), safe=':@')}{more}"
