"""Worked examples from the present snapshot. Each takes what the screens show, and nothing else."""

from datetime import timedelta
from typing import Any

from dash.development.base_component import Component

from dashboard.pages.methodology import labels as methodology_labels
from dashboard.pages.methodology.sections.worked_example import Board, BoardExample, nothing, said, sum_line
from dashboard.ui import labels, report_labels
from dashboard.ui.format import moment_words, number, percent, span
from data.core.backlog.backlog import SAVABLE_WITHIN
from data.core.clock.sla import APPROACHING_SHARE, OVERDUE, VERY_LATE_FACTOR, Sla
from data.core.ranking.ranking import Band

HOUR = timedelta(hours=1)
BASES = {"source": " (dari sumber laporan)", "policy": " (menurut kebijakan kota)"}


def on_time(board: Board) -> list[Component]:
    """The parent with the most cases, its rate taken apart."""
    row = _largest(board)
    if row is None:
        return nothing()
    hits = round(row["on_time"] * row["n"])
    late = row["n"] - hits - row["overdue"]
    figures = {"hits": number(hits), "late": number(late), "open": number(row["overdue"])}
    return [
        said(
            "{level} {name}, {days} hari terakhir: {hits} selesai tepat waktu, {late} selesai terlambat, "
            "{open} belum selesai dan terlambat.",
            **_who(row, board), days=_days(board), **figures,
        ),
        sum_line(
            "{hits} ÷ ({hits} + {late} + {open}) = {hits} ÷ {n} = {rate}",
            n=number(row["n"]), rate=percent(row["on_time"]), **figures,
        ),
        said("Di luar hitungan saat ini: {none} laporan terbuka tanpa batas waktu.",
             none=number(board.snapshot.totals["no_target"])),
    ]  # fmt: skip


def late(board: Board) -> list[Component]:
    """The report that has been late for the longest, of those whose clock runs."""
    timer = next((row for row in board.snapshot.timers if row["state"] in OVERDUE and _runs(row)), None)
    if timer is None:
        return nothing()
    over = (board.snapshot.as_of - timer["expected_datetime"]) / HOUR
    return [
        *_filed(timer, board),
        sum_line("sekarang \N{MINUS SIGN} batas waktu = {over}", over=span(over)),
        said("Terlambat: {all} laporan; sangat terlambat (lewat {factor} kali waktunya): {very}.",
             all=number(board.snapshot.totals["overdue"]), factor=f"{VERY_LATE_FACTOR:g}",
             very=number(board.snapshot.totals["very_late"])),
    ]  # fmt: skip


def approaching(board: Board) -> list[Component]:
    """A report of which four fifths of the time are used."""
    timer = next(
        (row for row in board.snapshot.timers if row["state"] == Sla.APPROACHING and _runs(row)), None
    )
    if timer is None:
        return nothing()
    left = (timer["expected_datetime"] - board.snapshot.as_of) / HOUR
    return [
        *_filed(timer, board),
        sum_line("sisa waktu = {left}; lebih dari {share} waktunya sudah terpakai",
                 left=span(left), share=percent(APPROACHING_SHARE)),
        said("Mendekati batas waktu saat ini: {all} laporan.",
             all=number(board.snapshot.totals["approaching"])),
    ]  # fmt: skip


def _runs(timer: dict[str, Any]) -> bool:
    return timer.get("stopped_at") is None


def _filed(timer: dict[str, Any], board: Board) -> list[Component]:
    zone = board.city.zone
    basis = BASES.get(str(timer.get("expected_basis")), "")
    return [
        said("Laporan {id} ({category}) masuk {filed}; batas waktunya {due}" + basis + ".",
             id=timer["service_request_id"], category=timer["service_name"],
             filed=moment_words(timer["requested_datetime"], zone),
             due=moment_words(timer["expected_datetime"], zone)),
    ]  # fmt: skip


def median(board: Board) -> list[Component]:
    """The largest parent that has a median, with the naive one beside it where it is known."""
    rows = [row for row in board.snapshot.ranking if row.get("median_hours") is not None]
    if not rows:
        return nothing()
    row = max(rows, key=lambda row: row["n"])
    lines = [said("{level} {name}: setengah dari laporannya selesai dalam {median}.",
                  **_who(row, board), median=span(row["median_hours"]))]  # fmt: skip
    if row.get("median_closed_hours") is not None:
        lines.append(
            said("Bila hanya yang sudah selesai dihitung, hasilnya {naive}: yang masih terbuka hilang.",
                 naive=span(row["median_closed_hours"]))
        )  # fmt: skip
    if row.get("p90_hours") is not None:
        lines.append(said("Sembilan dari sepuluh selesai dalam {p90}.", p90=span(row["p90_hours"])))
    return lines


def ranks(board: Board) -> list[Component]:
    """The largest parent's way from rate to range of ranks."""
    row, rule = _largest(board), board.snapshot.ranking_rule
    least = said("Jumlah minimum: {least} laporan dalam {days} hari.",
                 least=number(rule["minimum_sample"]), days=_days(board))  # fmt: skip
    if row is None:
        return [*nothing(), least]
    lines = [
        said("{level} {name}: {rate} dari {n} laporan; rentang 95 % dari {low} sampai {high}.",
             **_who(row, board), rate=percent(row["on_time"]), n=number(row["n"]),
             low=percent(row["low"]), high=percent(row["high"])),
        said("Kota secara keseluruhan: {city}.", city=percent(rule["city_on_time"])),
    ]  # fmt: skip
    if row.get("shrunk") is not None:
        lines.append(sum_line("{rate} → {shrunk} setelah ditarik ke arah kota",
                              rate=_fine(row["on_time"]), shrunk=_fine(row["shrunk"])))  # fmt: skip
    return [*lines, _place(row), least]


def _place(row: dict[str, Any]) -> Component:
    first, last = number(row["rank_from"]), number(row["rank_to"])
    range_of = first if first == last else f"{first}\N{EN DASH}{last}"
    return said("Peringkat {ranks}: {band}.", ranks=range_of, band=labels.BANDS[Band(row["band"])])


def _fine(share: float) -> str:
    return f"{number(100 * share, 1)} %"


def first_five(board: Board) -> list[Component]:
    """Which of the deadlines on the screen fall into the first groups."""
    now = board.snapshot.as_of
    running = [row for row in board.snapshot.timers if _runs(row)]
    late = [row for row in running if row["state"] in OVERDUE]
    soon = [row for row in running if now <= row["expected_datetime"] <= now + SAVABLE_WITHIN]
    if not running:
        return nothing()
    lines = [said("Di antara batas waktu pada layar, {soon} jatuh dalam 24 jam dan {late} sudah lewat.",
                  soon=number(len(soon)), late=number(len(late)))]  # fmt: skip
    if soon:
        left = (soon[0]["expected_datetime"] - now) / HOUR
        lines.append(sum_line("paling dahulu: laporan {id}, sisa {left}", left=span(left),
                              id=soon[0]["service_request_id"]))  # fmt: skip
    return lines


def finished(board: Board) -> list[Component]:
    """The largest parent with one more report closed in time."""
    row = _largest(board)
    if row is None:
        return nothing()
    hits, n = round(row["on_time"] * row["n"]), row["n"]
    return [
        said("{level} {name}, bila satu laporan yang belum terlambat diselesaikan:", **_who(row, board)),
        sum_line("{hits} ÷ {n} = {now} → {more} ÷ {all} = {then}", hits=number(hits), n=number(n),
                 now=_fine(hits / n), more=number(hits + 1), all=number(n + 1),
                 then=_fine((hits + 1) / (n + 1))),
    ]  # fmt: skip


def reconciliation(board: Board) -> list[Component]:
    """The line at the foot of the wall."""
    line = {name: number(count) for name, count in board.snapshot.reconciliation.items()}
    return [sum_line("{open} = {on_map} + {no_location} + {outside}", **line)]


def two_clocks(board: Board) -> list[Component]:
    """How many reports each of the two clocks finds late, and how many stand still."""
    totals = board.snapshot.totals
    known = {
        name: number(totals[name]) for name in ("overdue", "response_overdue", "stopped") if name in totals
    }
    if "response_overdue" not in known:
        return nothing()
    return [
        said("Melewati batas waktu penyelesaian: {overdue} laporan; belum direspons padahal batas waktu "
             "respons sudah lewat: {response_overdue} laporan.", **known),
        said("Jamnya sedang berhenti (menunggu pelapor atau instansi luar): {stopped} laporan.", **known),
    ]  # fmt: skip


def working_hours(board: Board) -> list[Component]:
    """The office hours of the city, or that it has none."""
    work = getattr(board.city, "work", None)
    if work is None:
        return [said("{city} belum menetapkan jam kerja: semua batas waktunya memakai waktu kalender.",
                     city=board.city.name)]  # fmt: skip
    days = [(methodology_labels.WEEKDAYS[day], hours) for day, hours in work.hours if hours]
    return [sum_line(f"{day} {{hours}}", hours=", ".join(_interval(*part) for part in hours))
            for day, hours in days]  # fmt: skip


def _interval(start: int, end: int) -> str:
    times = (f"{minutes // 60:02d}.{minutes % 60:02d}" for minutes in (start, end))
    return "\N{EN DASH}".join(times)


def mix(board: Board) -> list[Component]:
    """The parent whose reports differ most from the city's."""
    rows = [row for row in board.snapshot.ranking if row.get("expected") is not None]
    if not rows:
        return nothing()
    row = max(rows, key=lambda row: row["n"])
    gap = 100 * (row["on_time"] - row["expected"])
    return [
        said("Dengan laporan seperti di {level} {name}, kota rata-rata mencapai {expected}; di sini "
             "tercapai {rate}.", **_who(row, board), expected=_fine(row["expected"]),
             rate=_fine(row["on_time"])),
        sum_line("{rate} \N{MINUS SIGN} {expected} = {gap} poin", rate=_fine(row["on_time"]),
                 expected=_fine(row["expected"]), gap=number(gap, 1)),
    ]  # fmt: skip


def trend(board: Board) -> list[Component]:
    """The largest parent against itself."""
    rows = [row for row in board.snapshot.ranking
            if row.get("previous_on_time") is not None and row["on_time"] is not None]  # fmt: skip
    if not rows:
        return nothing()
    row = max(rows, key=lambda row: row["n"])
    lines = [
        said("{level} {name}: {now} pada {days} hari terakhir, {before} pada periode sebelumnya.",
             **_who(row, board), now=percent(row["on_time"]), days=_days(board),
             before=percent(row["previous_on_time"])),
    ]  # fmt: skip
    if row.get("trend") in report_labels.TRENDS:
        lines.append(said("Kesimpulan: {trend}.", trend=report_labels.TRENDS[row["trend"]]))
    return lines


def _largest(board: Board) -> dict[str, Any] | None:
    """The rated parent with the most cases: the one whose example is the least of a chance."""
    rated = [row for row in board.snapshot.ranking if row["on_time"] is not None]
    return max(rated, key=lambda row: row["n"], default=None)


def _who(row: dict[str, Any], board: Board) -> dict[str, str]:
    return {"level": board.city.areas.parent_level, "name": row["name"]}


def _days(board: Board) -> str:
    return number(board.snapshot.ranking_rule["window_days"])


EXAMPLES: dict[str, BoardExample] = {
    "tepat-waktu": on_time,
    "terlambat": late,
    "mendekati": approaching,
    "median": median,
    "peringkat": ranks,
    "lima-pertama": first_five,
    "bila-diselesaikan": finished,
    "rekonsiliasi": reconciliation,
    "dua-jam": two_clocks,
    "jam-kerja": working_hours,
    "campuran": mix,
    "tren": trend,
}
