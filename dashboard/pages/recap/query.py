"""What an address asks for: ``/rekap?wilayah=71.71.01&menurut=kelurahan&periode=bulan&dari=2026-11-01``."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from dashboard.pages.recap import labels
from data.core.config.city import City
from data.core.recap.groups import By
from data.core.recap.spans import Days, Step, span_of, whole
from data.services.recap import Asked

OWN = "sendiri"
STEPS = {"hari": Step.DAY, "minggu": Step.WEEK, "bulan": Step.MONTH}
PERIODS = {"hari": "Hari", "minggu": "Minggu", "bulan": "Bulan", OWN: "Periode sendiri"}
BY = {word: by for by, word in labels.BY.items()}


@dataclass(frozen=True)
class Ask:
    """One recap: which area (None: the city), by what, and which days."""

    area: str | None
    by: By
    period: str
    days: Days

    def query(self) -> str:
        """The address's query that asks for this again, whatever day it is by then."""
        area = {"wilayah": self.area} if self.area else {}
        until = {"sampai": self.days.last.isoformat()} if self.period == OWN else {}
        return urlencode(
            {**area, "menurut": labels.BY[self.by], "periode": self.period,
             "dari": self.days.first.isoformat(), **until}
        )  # fmt: skip

    def over(self, period: str, day: date) -> "Ask":
        """The same over the day, week or month that a day lies in."""
        return replace(self, period=period, days=whole(STEPS[period], day))


def read_ask(query: Mapping[str, str], today: date, own_area: str | None, levels: Mapping[str, By]) -> Ask:
    """What a query asks for; what it does not say is this month, and the usual rows of that area.

    :param own_area: the area of somebody who asks for none; None: the city
    :param levels: by what an area is usually counted
    :raises ValueError: in words for whoever asked
    """
    area = query.get("wilayah") or own_area
    usual = levels.get(area, By.CATEGORY) if area else By.PARENT
    by = _choice(query, "menurut", BY, usual)
    period = query.get("periode") or "bulan"
    if period not in PERIODS:
        raise ValueError(f"periode = {period!r}: pilih salah satu dari {', '.join(PERIODS)}")
    return Ask(area, by, period, _days(query, period, today))


def _choice(query: Mapping[str, str], name: str, known: Mapping[str, By], usual: By) -> By:
    given = query.get(name)
    if not given:
        return usual
    if given not in known:
        raise ValueError(f"{name} = {given!r}: pilih salah satu dari {', '.join(known)}")
    return known[given]


def _days(query: Mapping[str, str], period: str, today: date) -> Days:
    first = _date(query, "dari", today)
    if period != OWN:
        return whole(STEPS[period], first)
    last = _date(query, "sampai", today)
    if first > last:
        raise ValueError(f"dari = {first} tidak boleh sesudah sampai = {last}")
    return Days(first, last)


def _date(query: Mapping[str, str], name: str, usual: date) -> date:
    """A day of the last or next century: further away, counting up to it goes beyond the calendar."""
    given = query.get(name)
    if not given:
        return usual
    try:
        found = date.fromisoformat(given)
    except ValueError:
        found = date.min
    if not 1900 <= found.year <= 2200:
        raise ValueError(f"{name} = {given!r}: harus berupa tanggal, misalnya 2026-11-24")
    return found


def asked_of(ask: Ask, city: City, as_of: datetime) -> Asked:
    """What to ask the board for.

    :raises ValueError: the days have not begun
    """
    try:
        return Asked(span_of(ask.days, city.zone, as_of), ask.area, ask.by)
    except ValueError as error:
        raise ValueError(labels.NOT_BEGUN) from error


def presets(ask: Ask, today: date) -> dict[str, Ask]:
    """The periods that people ask for most, by name."""
    week, month = whole(Step.WEEK, today), whole(Step.MONTH, today)
    day = timedelta(days=1)
    return {
        "Hari ini": ask.over("hari", today),
        "Kemarin": ask.over("hari", today - day),
        "Minggu ini": ask.over("minggu", today),
        "Minggu lalu": ask.over("minggu", week.first - day),
        "Bulan ini": ask.over("bulan", today),
        "Bulan lalu": ask.over("bulan", month.first - day),
    }
