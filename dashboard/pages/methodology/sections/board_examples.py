"""Worked examples from the present snapshot. Each takes what the screens show, and nothing else."""

from datetime import timedelta
from typing import Any

from dash.development.base_component import Component

from dashboard.pages.methodology import labels as methodology_labels
from dashboard.pages.methodology.sections.worked_example import (
    BoardData,
    BoardExample,
    calculation,
    no_example,
    sentence,
)
from dashboard.ui import labels, report_labels
from dashboard.ui.format import format_moment, number, percent, span
from data.core.backlog.backlog import SAVABLE_WITHIN
from data.core.clock.sla import APPROACHING_SHARE, OVERDUE_STATES, VERY_LATE_FACTOR, SlaState
from data.core.ranking.ranking import Band

HOUR = timedelta(hours=1)
DEADLINE_BASIS_NOTES = {"source": " (dari sumber laporan)", "policy": " (menurut kebijakan kota)"}


def on_time(board: BoardData) -> list[Component]:
    """The parent with the most cases, its rate taken apart."""
    row = _largest_rated(board)
    if row is None:
        return no_example()
    hits = round(row["on_time"] * row["n"])
    late = row["n"] - hits - row["overdue"]
    figures = {"hits": number(hits), "late": number(late), "open": number(row["overdue"])}
    return [
        sentence(
            "{level} {name}, {days} hari terakhir: {hits} selesai tepat waktu, {late} selesai terlambat, "
            "{open} belum selesai dan terlambat.",
            **_area_figures(row, board), days=_window_days(board), **figures,
        ),
        calculation(
            "{hits} ÷ ({hits} + {late} + {open}) = {hits} ÷ {n} = {rate}",
            n=number(row["n"]), rate=percent(row["on_time"]), **figures,
        ),
        sentence("Di luar hitungan saat ini: {none} laporan terbuka tanpa batas waktu.",
             none=number(board.snapshot.totals["no_target"])),
    ]  # fmt: skip


def late(board: BoardData) -> list[Component]:
    """The report that has been late for the longest, of those whose clock runs."""
    timer = next(
        (row for row in board.snapshot.timers if row["state"] in OVERDUE_STATES and _is_running(row)), None
    )
    if timer is None:
        return no_example()
    hours_over = (board.snapshot.as_of - timer["expected_datetime"]) / HOUR
    return [
        *_report_sentences(timer, board),
        calculation("sekarang \N{MINUS SIGN} batas waktu = {over}", over=span(hours_over)),
        sentence("Terlambat: {all} laporan; sangat terlambat (lewat {factor} kali waktunya): {very}.",
             all=number(board.snapshot.totals["overdue"]), factor=f"{VERY_LATE_FACTOR:g}",
             very=number(board.snapshot.totals["very_late"])),
    ]  # fmt: skip


def approaching(board: BoardData) -> list[Component]:
    """A report of which four fifths of the time are used."""
    timer = next(
        (row for row in board.snapshot.timers if row["state"] == SlaState.APPROACHING and _is_running(row)),
        None,
    )
    if timer is None:
        return no_example()
    hours_left = (timer["expected_datetime"] - board.snapshot.as_of) / HOUR
    return [
        *_report_sentences(timer, board),
        calculation("sisa waktu = {left}; lebih dari {share} waktunya sudah terpakai",
                 left=span(hours_left), share=percent(APPROACHING_SHARE)),
        sentence("Mendekati batas waktu saat ini: {all} laporan.",
             all=number(board.snapshot.totals["approaching"])),
    ]  # fmt: skip


def _is_running(timer: dict[str, Any]) -> bool:
    return timer.get("stopped_at") is None


def _report_sentences(timer: dict[str, Any], board: BoardData) -> list[Component]:
    zone = board.city.zone
    basis = DEADLINE_BASIS_NOTES.get(str(timer.get("expected_basis")), "")
    return [
        sentence("Laporan {id} ({category}) masuk {filed}; batas waktunya {due}" + basis + ".",
             id=timer["service_request_id"], category=timer["service_name"],
             filed=format_moment(timer["requested_datetime"], zone),
             due=format_moment(timer["expected_datetime"], zone)),
    ]  # fmt: skip


def median(board: BoardData) -> list[Component]:
    """The largest parent that has a median, with the naive one beside it where it is known."""
    rows = [row for row in board.snapshot.ranking if row.get("median_hours") is not None]
    if not rows:
        return no_example()
    row = max(rows, key=lambda row: row["n"])
    lines = [sentence("{level} {name}: setengah dari laporannya selesai dalam {median}.",
                  **_area_figures(row, board), median=span(row["median_hours"]))]  # fmt: skip
    if row.get("median_closed_hours") is not None:
        lines.append(
            sentence("Bila hanya yang sudah selesai dihitung, hasilnya {naive}: yang masih terbuka hilang.",
                 naive=span(row["median_closed_hours"]))
        )  # fmt: skip
    if row.get("p90_hours") is not None:
        lines.append(sentence("Sembilan dari sepuluh selesai dalam {p90}.", p90=span(row["p90_hours"])))
    return lines


def ranking(board: BoardData) -> list[Component]:
    """The largest parent's way from rate to range of ranks."""
    row, rule = _largest_rated(board), board.snapshot.ranking_rule
    minimum = sentence("Jumlah minimum: {least} laporan dalam {days} hari.",
                 least=number(rule["minimum_sample"]), days=_window_days(board))  # fmt: skip
    if row is None:
        return [*no_example(), minimum]
    lines = [
        sentence("{level} {name}: {rate} dari {n} laporan; rentang 95 % dari {low} sampai {high}.",
             **_area_figures(row, board), rate=percent(row["on_time"]), n=number(row["n"]),
             low=percent(row["low"]), high=percent(row["high"])),
        sentence("Kota secara keseluruhan: {city}.", city=percent(rule["city_on_time"])),
    ]  # fmt: skip
    if row.get("shrunk") is not None:
        lines.append(calculation("{rate} → {shrunk} setelah ditarik ke arah kota",
                              rate=_format_percent(row["on_time"]), shrunk=_format_percent(row["shrunk"])))  # fmt: skip
    return [*lines, _rank_sentence(row), minimum]


def _rank_sentence(row: dict[str, Any]) -> Component:
    first, last = number(row["rank_from"]), number(row["rank_to"])
    rank_range = first if first == last else f"{first}\N{EN DASH}{last}"
    return sentence("Peringkat {ranks}: {band}.", ranks=rank_range, band=labels.BANDS[Band(row["band"])])


def _format_percent(share: float) -> str:
    return f"{number(100 * share, 1)} %"


def first_five(board: BoardData) -> list[Component]:
    """Which of the deadlines on the screen fall into the first groups."""
    now = board.snapshot.as_of
    running = [row for row in board.snapshot.timers if _is_running(row)]
    late = [row for row in running if row["state"] in OVERDUE_STATES]
    soon = [row for row in running if now <= row["expected_datetime"] <= now + SAVABLE_WITHIN]
    if not running:
        return no_example()
    lines = [sentence("Di antara batas waktu pada layar, {soon} jatuh dalam 24 jam dan {late} sudah lewat.",
                  soon=number(len(soon)), late=number(len(late)))]  # fmt: skip
    if soon:
        hours_left = (soon[0]["expected_datetime"] - now) / HOUR
        lines.append(calculation("paling dahulu: laporan {id}, sisa {left}", left=span(hours_left),
                              id=soon[0]["service_request_id"]))  # fmt: skip
    return lines


def what_if_finished(board: BoardData) -> list[Component]:
    """The largest parent with one more report closed in time."""
    row = _largest_rated(board)
    if row is None:
        return no_example()
    hits, n = round(row["on_time"] * row["n"]), row["n"]
    return [
        sentence("{level} {name}, bila satu laporan yang belum terlambat diselesaikan:", **_area_figures(row, board)),
        calculation("{hits} ÷ {n} = {now} → {more} ÷ {all} = {then}", hits=number(hits), n=number(n),
                 now=_format_percent(hits / n), more=number(hits + 1), all=number(n + 1),
                 then=_format_percent((hits + 1) / (n + 1))),
    ]  # fmt: skip


def reconciliation(board: BoardData) -> list[Component]:
    """The line at the foot of the wall."""
    counts = {name: number(count) for name, count in board.snapshot.reconciliation.items()}
    return [calculation("{open} = {on_map} + {no_location} + {outside}", **counts)]


def two_clocks(board: BoardData) -> list[Component]:
    """How many reports each of the two clocks finds late, and how many stand still."""
    totals = board.snapshot.totals
    counts = {
        name: number(totals[name]) for name in ("overdue", "response_overdue", "stopped") if name in totals
    }
    if "response_overdue" not in counts:
        return no_example()
    return [
        sentence("Melewati batas waktu penyelesaian: {overdue} laporan; belum direspons padahal batas waktu "
             "respons sudah lewat: {response_overdue} laporan.", **counts),
        sentence("Jamnya sedang berhenti (menunggu pelapor atau instansi luar): {stopped} laporan.", **counts),
    ]  # fmt: skip


def working_hours(board: BoardData) -> list[Component]:
    """The office hours of the city, or that it has none."""
    work = getattr(board.city, "work", None)
    if work is None:
        return [sentence("{city} belum menetapkan jam kerja: semua batas waktunya memakai waktu kalender.",
                     city=board.city.name)]  # fmt: skip
    days = [(methodology_labels.WEEKDAY_LABELS[day], hours) for day, hours in work.hours if hours]
    return [calculation(f"{day} {{hours}}", hours=", ".join(_format_interval(*part) for part in hours))
            for day, hours in days]  # fmt: skip


def _format_interval(start: int, end: int) -> str:
    times = (f"{minutes // 60:02d}.{minutes % 60:02d}" for minutes in (start, end))
    return "\N{EN DASH}".join(times)


def category_mix(board: BoardData) -> list[Component]:
    """The parent whose reports differ most from the city's."""
    rows = [row for row in board.snapshot.ranking if row.get("expected") is not None]
    if not rows:
        return no_example()
    row = max(rows, key=lambda row: row["n"])
    difference = 100 * (row["on_time"] - row["expected"])
    return [
        sentence("Dengan laporan seperti di {level} {name}, kota rata-rata mencapai {expected}; di sini "
             "tercapai {rate}.", **_area_figures(row, board), expected=_format_percent(row["expected"]),
             rate=_format_percent(row["on_time"])),
        calculation("{rate} \N{MINUS SIGN} {expected} = {gap} poin", rate=_format_percent(row["on_time"]),
                 expected=_format_percent(row["expected"]), gap=number(difference, 1)),
    ]  # fmt: skip


def trend(board: BoardData) -> list[Component]:
    """The largest parent against itself."""
    rows = [row for row in board.snapshot.ranking
            if row.get("previous_on_time") is not None and row["on_time"] is not None]  # fmt: skip
    if not rows:
        return no_example()
    row = max(rows, key=lambda row: row["n"])
    lines = [
        sentence("{level} {name}: {now} pada {days} hari terakhir, {before} pada periode sebelumnya.",
             **_area_figures(row, board), now=percent(row["on_time"]), days=_window_days(board),
             before=percent(row["previous_on_time"])),
    ]  # fmt: skip
    if row.get("trend") in report_labels.TREND_LABELS:
        lines.append(sentence("Kesimpulan: {trend}.", trend=report_labels.TREND_LABELS[row["trend"]]))
    return lines


def _largest_rated(board: BoardData) -> dict[str, Any] | None:
    """The rated parent with the most cases: the one whose example is the least of a chance."""
    rated = [row for row in board.snapshot.ranking if row["on_time"] is not None]
    return max(rated, key=lambda row: row["n"], default=None)


def _area_figures(row: dict[str, Any], board: BoardData) -> dict[str, str]:
    return {"level": board.city.areas.parent_level, "name": row["name"]}


def _window_days(board: BoardData) -> str:
    return number(board.snapshot.ranking_rule["window_days"])


EXAMPLES: dict[str, BoardExample] = {
    "tepat-waktu": on_time,
    "terlambat": late,
    "mendekati": approaching,
    "median": median,
    "peringkat": ranking,
    "lima-pertama": first_five,
    "bila-diselesaikan": what_if_finished,
    "rekonsiliasi": reconciliation,
    "dua-jam": two_clocks,
    "jam-kerja": working_hours,
    "campuran": category_mix,
    "tren": trend,
}
