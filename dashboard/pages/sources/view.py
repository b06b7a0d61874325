"""Cards of sources: state, last pull, rejected rows; and warnings about the calendar."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.pages.sources import labels
from dashboard.ui.format import format_moment, number, span
from data.core.snapshot.rows import SourceStatusRow
from data.core.snapshot.snapshot import Snapshot

DOWNLOAD_PATH = "/sumber/ditolak.csv"


def source_state(pull: SourceStatusRow) -> str:
    """Return the label of a source's state."""
    if pull["last_success"] is None:
        return labels.NEVER_PULLED
    if pull["every_seconds"] is None:
        return labels.MANUAL
    return labels.STALE if pull["stale"] else labels.HEALTHY


def source_card(
    pull: SourceStatusRow,
    as_of: datetime,
    zone: ZoneInfo,
    *,
    can_download: bool = False,
    doubts: Sequence[Component] = (),
    missing: Sequence[Component] = (),
    findings: Sequence[Component] = (),
) -> Component:
    """Return the card of a source, with its error first if there is one.

    :param can_download: whether the principal may download rejected rows
    :param doubts: why its pulls are not believed
    :param missing: what it no longer has
    :param findings: what its latest pull did not take as it stands
    """
    state = source_state(pull)
    fault = html.P([html.B("Galat terakhir: "), pull["error"]], className="fault")
    facts = [html.Div([html.Dt(label), html.Dd(value)]) for label, value in _fact_rows(pull, as_of, zone)]
    css_class = "bad" if state in (labels.STALE, labels.NEVER_PULLED) else "well"
    return html.Section(
        [
            html.H2([html.Span(pull["label"]), html.Span(state, className=f"state {css_class}")]),
            *([fault] if pull["error"] else []),
            *doubts,
            html.Dl(facts),
            *missing,
            *findings,
            *([_download_link(pull["source"])] if can_download and pull["rejected"] else []),
        ],
        className=f"source {css_class}",
        key=pull["source"],
    )


def _download_link(source: str) -> Component:
    return html.A("Unduh baris yang ditolak (CSV)", href=f"{DOWNLOAD_PATH}?{urlencode({'sumber': source})}")


def _fact_rows(pull: SourceStatusRow, as_of: datetime, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Return label and text of each line."""
    last_success, watermark, latency = pull["last_success"], pull["watermark"], pull["latency_seconds"]
    interval, last_attempt = pull["every_seconds"], pull["last_try"]
    return [
        ("Berhasil terakhir", f"{_moment_text(last_success, zone)}{_age_note(last_success, as_of)}"),
        ("Dicoba terakhir", _moment_text(last_attempt, zone)),
        ("Jadwal", _schedule_text(interval)),
        ("Lama penarikan", _latency_text(latency)),
        ("Kabar terbaru di dalamnya", _moment_text(watermark, zone)),
        ("Baris ditolak, menunggu perbaikan", number(pull["rejected"])),
        ("Titik di luar wilayah yang disebut", number(pull["contradicted"])),
    ]


def _schedule_text(interval: float | None) -> str:
    """Return the schedule of an interval in seconds."""
    if interval is None:
        return "tanpa jadwal, diimpor manual"
    return f"setiap {span(interval / 3600)}" if interval >= 60 else f"setiap {number(interval)} detik"


def _moment_text(moment: datetime | None, zone: ZoneInfo) -> str:
    return "belum pernah" if moment is None else format_moment(moment, zone)


def _age_note(moment: datetime | None, as_of: datetime) -> str:
    if moment is None:
        return ""
    if as_of - moment < timedelta(minutes=1):
        return " (baru saja)"
    return f" ({span((as_of - moment).total_seconds() / 3600)} lalu)"


def _latency_text(seconds: float | None) -> str:
    """Return a duration in seconds; below 0.1 it is not shown as zero."""
    if seconds is None:
        return "belum ada"
    return "kurang dari 0,1 detik" if seconds < 0.1 else f"{number(seconds, 1)} detik"


def calendar_warnings(snapshot: Snapshot) -> list[Component]:
    """Return a warning for each year whose joint leave is unknown, since deadlines depend on it."""
    return [
        html.P(
            f"Cuti bersama {year} belum diketahui. Batas waktu yang bergantung padanya ditandai perkiraan; "
            "perbarui daftar hari libur atau tuliskan harinya di berkas kota.",
            className="notice",
            role="note",
        )
        for year in snapshot.unknown_years
    ]
