"""Worked examples from the last seven whole days: flow, holders, reopenings, signs."""

from datetime import timedelta
from functools import lru_cache
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.methodology.sections.worked_example import Week, WeekExample, nothing, said, sum_line
from dashboard.ui import report_labels
from dashboard.ui.format import long_date, number
from data.core.history.counts import day_start
from data.core.history.replay import FLOW_COLUMNS
from data.core.ranking.rate_change import PARTS
from data.core.review.drilldown import AGE_BANDS
from data.core.review.pack import configuration
from data.core.review.review import Review
from data.core.review.stock_flow import WEEKS
from data.services.live_board import LiveBoard

DAYS = 7
HOLDERS_SHOWN = 5


class LastWeek:
    """The review of the seven days before today; made once a day, since whole days no longer change much."""

    def __init__(self, live: LiveBoard) -> None:
        self._live = live
        self._read = lru_cache(maxsize=1)(live.reviews.read)

    def now(self) -> Week | None:
        """None before the first snapshot."""
        held = self._live.current()
        if held is None:
            return None
        city = self._live.city
        until = day_start(held.snapshot.as_of, city.zone)
        found = self._read(until - timedelta(days=DAYS), until)
        return Week(found.review, city, found.sheet)


def flow(week: Week) -> list[Component]:
    """The city, and the parent that moved most."""
    return [
        _period(week),
        said("{city} secara keseluruhan:", city=week.city.name),
        _balance(week.review.flow),
        *_moved_most(week.review, week.city.areas.parent_level),
    ]


def _moved_most(review: Review, level: str) -> list[Component]:
    rows = [row for row in review.parents if row["code"]]
    if not rows:
        return []
    row = max(rows, key=lambda row: (abs(row["closing"] - row["opening"]), row["new"]))
    change = row["closing"] - row["opening"]
    way = "bertambah" if change > 0 else "berkurang" if change < 0 else "tetap"
    return [
        said(f"{{level}} {{name}}, tunggakannya {way} {{change}}:" if change else "{level} {name}, tetap:",
             level=level, name=row["name"], change=number(abs(change))),
        _balance(row),
    ]  # fmt: skip


def _balance(row: dict[str, Any]) -> Component:
    gained = " + ".join(f"{{{name}}}" for name in ("opening", "new", "reopened", "moved_in"))
    lost = "".join(f" \N{MINUS SIGN} {{{name}}}" for name in ("closed", "withdrawn", "moved_out"))
    figures = {name: number(row[name]) for name in FLOW_COLUMNS}
    return sum_line(f"{gained}{lost} = {{closing}}", **figures)


def holders(week: Week) -> list[Component]:
    """The longest holders of the city, and their whole."""
    rows = week.review.holders
    if not rows:
        return [_period(week), *nothing()]
    whole = sum(row["hours"] for row in rows)
    lines = [
        sum_line("{holder}: {hours} jam ({share} %), {reports} laporan",
                 holder=report_labels.HOLDERS.get(row["holder"], row["holder"]), hours=number(row["hours"]),
                 share=number(100 * row["hours"] / whole, 1), reports=number(row["reports"]))
        for row in rows[:HOLDERS_SHOWN]
    ]  # fmt: skip
    rest = sum(row["hours"] for row in rows[HOLDERS_SHOWN:])
    if rest:
        lines.append(sum_line("{count} pemegang lain: {hours} jam",
                              count=number(len(rows) - HOLDERS_SHOWN), hours=number(rest)))  # fmt: skip
    return [_period(week), *lines, said("Jumlahnya {whole} jam: seluruh waktu laporan terbuka.",
                                        whole=number(whole))]  # fmt: skip


def reopened(week: Week) -> list[Component]:
    """Closings against reopenings."""
    closings = week.review.closings
    shown = {name: number(value) for name, value in closings.items()}
    evidence = (
        "Bukti tindak lanjut: {with_evidence} dengan bukti, {without_evidence} tanpa bukti, "
        "{evidence_unknown} tidak diketahui."
    )
    return [
        _period(week),
        said("{closed} kali laporan diselesaikan, {reopened} kali laporan dibuka kembali.", **shown),
        said(evidence, **shown),
    ]


def signs(week: Week) -> list[Component]:
    """How many reports carry each sign; what is not known is said to be so."""
    rule = week.review.signs_rule
    return [
        _period(week),
        html.Ul([html.Li(_sign(row)) for row in week.review.signs]),
        said("Ambang saat ini: selesai dalam {quick} menit; paling sedikit {least} penyelesaian dalam "
             "{window} menit dan {factor} kali lebih banyak daripada biasanya; dibuka kembali dalam "
             "{days} hari; {day} laporan sehari dari satu pelapor.",
             quick=number(rule["quick_minutes"]), least=number(rule["burst_minimum"]),
             window=number(rule["burst_minutes"]), factor=f"{rule['burst_factor']:g}",
             days=number(rule["reopened_days"]), day=number(rule["reports_a_day"])),
    ]  # fmt: skip


def _sign(row: dict[str, Any]) -> list[Any]:
    count = "tidak diketahui" if row["count"] is None else f"{number(row['count'])} laporan"
    return [f"{report_labels.SIGNS[row['sign']]}: ", html.B(count)]


def _period(week: Week) -> Component:
    zone = week.city.zone
    return said("Dari {since} sampai {until}, masing-masing pukul 00.00.",
                since=long_date(week.review.since, zone),
                until=long_date(week.review.until, zone))  # fmt: skip


def why(week: Week) -> list[Component]:
    """The parent whose rate moved most, in parts."""
    known = {code: row for code, row in week.sheet.get("why", {}).items() if row["mix"] is not None}
    if not known:
        return nothing()
    code, row = max(known.items(), key=lambda pair: abs(pair[1]["now"] - pair[1]["before"]))
    names = {parent["code"]: parent["name"] for parent in week.sheet["parents"]}
    points = {part: number(100 * row[part], 1) for part in PARTS}
    return [
        _period(week),
        said("{level} {name}: {before} % menjadi {now} %, dari {n_before} dan {n_now} laporan yang dinilai.",
             level=week.city.areas.parent_level, name=names[code], before=number(100 * row["before"], 1),
             now=number(100 * row["now"], 1), n_before=number(row["n_before"]), n_now=number(row["n_now"])),
        sum_line("{change} poin = {mix} + {city} + {own}",
                 change=number(100 * (row["now"] - row["before"]), 1), **points),
    ]  # fmt: skip


def ages(week: Week) -> list[Component]:
    """How old the open ones of the city are; the bands add up to the stock."""
    counts = week.sheet.get("counts", {})
    if not counts.get("closing"):
        return nothing()
    bands = [number(counts.get(f"age:{band}", 0)) for band in AGE_BANDS]
    total = number(counts["closing"])
    return [_period(week), sum_line("{bands} = {total} belum selesai", bands=" + ".join(bands), total=total)]


def weekly(week: Week) -> list[Component]:
    """The last two weeks of the city."""
    counts = week.sheet.get("counts")
    if counts is None:
        return nothing()
    lines = [
        sum_line("minggu ke-{week}: {new} masuk, {closed} selesai, {open} belum selesai pada akhirnya",
                 week=number(place + 1), new=number(counts.get(f"week_new:{place}", 0)),
                 closed=number(counts.get(f"week_closed:{place}", 0)),
                 open=number(counts.get(f"week_open:{place}", 0)))
        for place in (WEEKS - 2, WEEKS - 1)
    ]  # fmt: skip
    return [_period(week), *lines]


def evidence(week: Week) -> list[Component]:
    """The closings of the week in three parts."""
    found = {name: number(value) for name, value in week.review.closings.items()}
    return [
        _period(week),
        sum_line("{closed} = {with_evidence} + {without_evidence} + {evidence_unknown}", **found),
    ]


def pack(week: Week) -> list[Component]:
    """What a pack of this week would hold."""
    if not week.sheet:
        return nothing()
    return [
        said("Paket dari minggu ini menyimpan {count} jumlah, rumus versi {formula}, konfigurasi {digest}.",
             count=number(len(week.sheet["counts"])), formula=week.sheet["formula"],
             digest=configuration(week.city)[:12])
    ]  # fmt: skip


EXAMPLES: dict[str, WeekExample] = {
    "arus": flow,
    "pemegang": holders,
    "dibuka-kembali": reopened,
    "tanda": signs,
    "mengapa": why,
    "umur": ages,
    "mingguan": weekly,
    "bukti": evidence,
    "paket": pack,
}
