"""A kecamatan's recap as plain text for a messenger: no reporter, no text of a report, no address.

Figures are those of the page at the same snapshot. Reports are named by category, kelurahan and number; a
sensitive one by its category alone.
"""

from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from dashboard.pages.kecamatan import labels as kecamatan_labels
from dashboard.pages.kecamatan.sections.comparison import ranked
from dashboard.ui import labels, report_labels
from dashboard.ui.format import LOCALE, clock_time, moment_words, number, percent, span, zone_name
from dashboard.ui.report_labels import TRENDS
from data.core.backlog.backlog import Turn, by_holder
from data.core.clock.sla import OVERDUE, Sla
from data.core.ranking.ranking import Band
from data.core.snapshot.snapshot import records
from data.services.backlog import OnDesk

LATEST_FIRST = 3


def morning(desk: OnDesk, zone: ZoneInfo) -> str:
    """What to do today: counts, the first five, who holds how many."""
    rows = records(desk.backlog.first)
    first = [f"{i}. {_line(row, desk.backlog.as_of, zone)}" for i, row in enumerate(rows, start=1)]
    return _joined(
        [f"*Selamat pagi. Laporan warga Kecamatan {desk.backlog.name}*", *_head(desk, zone)],
        _counts(desk),
        ["*Lima pertama hari ini*", *first] if first else [],
        _holders(desk),
    )


def before_review(desk: OnDesk, zone: ZoneInfo) -> str:
    """How the kecamatan stands: counts, its rate with interval, the city, itself before, the longest late."""
    return _joined(
        [f"*Persiapan tinjauan Kecamatan {desk.backlog.name}*", *_head(desk, zone)],
        _counts(desk),
        _rates(desk),
        _longest_late(desk, zone),
        _holders(desk),
    )


def share_address(said: str) -> str:
    """A link that opens WhatsApp with the text, the receiver still to be chosen."""
    return f"https://wa.me/?text={quote(said)}"


def _joined(*parts: list[str]) -> str:
    return "\n\n".join("\n".join(part) for part in parts if part)


def _head(desk: OnDesk, zone: ZoneInfo) -> list[str]:
    """Since when the figures are true, and whether they are practice or old."""
    since = desk.snapshot.data_as_of
    head = [f"Keadaan per {moment_words(desk.backlog.as_of, zone)}"]
    if desk.snapshot.simulated:
        head.insert(0, labels.PRACTICE)
    if desk.snapshot.stale:
        said = moment_words(since, zone) if since else "belum pernah"
        head.append(f"PERHATIAN: data tidak mutakhir, terakhir diperbarui {said}")
    return head


def _counts(desk: OnDesk) -> list[str]:
    rows = desk.backlog.rows
    if desk.snapshot.data_as_of is None:
        return [f"{labels.NO_DATA}."]
    if rows.empty:
        return [kecamatan_labels.NONE_OPEN]
    late, near = rows["state"].isin(OVERDUE), rows["state"] == Sla.APPROACHING
    return [
        f"Belum selesai: {number(len(rows))}",
        f"Terlambat: {number(int(late.sum()))}",
        f"Mendekati batas: {number(int(near.sum()))}",
        f"Jatuh batas dalam 24 jam: {number(int((rows['turn'] == Turn.SAVABLE).sum()))}",
    ]


def _line(row: dict[str, Any], as_of: datetime, zone: ZoneInfo) -> str:
    if row["sensitive"]:
        return f"{row['service_name']}: {_time(row, as_of, zone)}"
    area = report_labels.area(row["area_name"], row["placement"])
    what, held = f"{row['service_name']}, {area}", report_labels.holder(row["holder"])
    return f"{what}: {_time(row, as_of, zone)}. {held}. No. {row['service_request_id']}"


def _time(row: dict[str, Any], as_of: datetime, zone: ZoneInfo) -> str:
    if row["state"] == Sla.NO_TARGET:
        return labels.NO_TARGET
    if row["state"] in OVERDUE:
        return f"terlambat {span(-row['left'].total_seconds() / 3600)}"
    if row["turn"] == Turn.STANDING:
        return "jam berhenti"
    due = row["expected_datetime"].to_pydatetime()
    same_day = due.astimezone(zone).date() == as_of.astimezone(zone).date()
    if same_day:
        return f"batas hari ini {clock_time(due, zone)} {zone_name(due, zone)}"
    said = format_datetime(due.astimezone(zone), "EEEE d MMM HH.mm", locale=LOCALE)
    return f"batas {said} {zone_name(due, zone)}"


def _rates(desk: OnDesk) -> list[str]:
    row, rule = ranked(desk), desk.snapshot.ranking_rule
    head = f"*Tepat waktu, {rule['window_days']} hari terakhir*"
    if row is None or row["on_time"] is None:
        return [head, f"{labels.NOT_ENOUGH.capitalize()} (minimum {number(rule['minimum_sample'])})"]
    lines = [
        f"{percent(row['on_time'])} dari {number(row['n'])} laporan "
        f"(rentang {percent(row['low'])} sampai {percent(row['high'])})",
        f"Kota {percent(rule['city_on_time'])}: {labels.BANDS[Band(row['band'])]}",
    ]
    if row["previous_on_time"] is not None:
        trend = TRENDS.get(row["trend"], "")
        lines.append(f"Periode sebelumnya {percent(row['previous_on_time'])}: {trend}".rstrip(": "))
    return [head, *lines]


def _longest_late(desk: OnDesk, zone: ZoneInfo) -> list[str]:
    rows = desk.backlog.rows
    late = rows[rows["state"].isin(OVERDUE)].sort_values("left").head(LATEST_FIRST)
    lines = [_line(row, desk.backlog.as_of, zone) for row in records(late)]
    return (
        ["*Paling lama terlambat*", *[f"{i}. {line}" for i, line in enumerate(lines, start=1)]]
        if lines
        else []
    )


def _holders(desk: OnDesk) -> list[str]:
    lines = by_holder(desk.backlog.rows)
    said = [
        f"{report_labels.holder(line.holder)}: {number(line.reports)}{_late(line.overdue)}" for line in lines
    ]
    return ["*Dipegang oleh*", *said] if said else []


def _late(overdue: int) -> str:
    return f" ({number(overdue)} terlambat)" if overdue else ""
