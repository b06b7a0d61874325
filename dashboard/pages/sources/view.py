"""One card per source: whether it keeps up, since when, and what waits in quarantine."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.ui.format import moment_words, number, span
from data.core.snapshot.snapshot import Snapshot

DOWNLOAD = "/sumber/ditolak.csv"
GOOD, LATE, BY_HAND, NEVER = "lancar", "terputus", "impor manual", "belum pernah berhasil"


def state_of(pull: dict[str, Any]) -> str:
    """The one word that says how a source is doing."""
    if pull["last_success"] is None:
        return NEVER
    if pull["every_seconds"] is None:
        return BY_HAND
    return LATE if pull["stale"] else GOOD


def card(pull: dict[str, Any], as_of: datetime, zone: ZoneInfo, *, open_handed: bool = False) -> Component:
    """A source's card, the fault first if there is one.

    :param open_handed: whoever looks may take the rejected rows with them
    """
    state = state_of(pull)
    fault = html.P([html.B("Galat terakhir: "), pull["error"]], className="fault")
    facts = [html.Div([html.Dt(label), html.Dd(words)]) for label, words in _facts(pull, as_of, zone)]
    sign = "bad" if state in (LATE, NEVER) else "well"
    return html.Section(
        [
            html.H2([html.Span(pull["label"]), html.Span(state, className=f"state {sign}")]),
            *([fault] if pull["error"] else []),
            html.Dl(facts),
            *([_download(pull["source"])] if open_handed and pull["rejected"] else []),
        ],
        className=f"feed {sign}",
        key=pull["source"],
    )


def _download(source: str) -> Component:
    return html.A("Unduh baris yang ditolak (CSV)", href=f"{DOWNLOAD}?{urlencode({'sumber': source})}")


def _facts(pull: dict[str, Any], as_of: datetime, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Label and words of each line."""
    good, watermark, taken = pull["last_success"], pull["watermark"], pull["latency_seconds"]
    every, tried = pull["every_seconds"], pull["last_try"]
    return [
        ("Berhasil terakhir", f"{_moment(good, zone)}{_ago(good, as_of)}"),
        ("Dicoba terakhir", _moment(tried, zone)),
        ("Jadwal", f"setiap {span(every / 3600)}" if every and every >= 60 else _seconds(every)),
        ("Lama penarikan", _taken(taken)),
        ("Kabar terbaru di dalamnya", _moment(watermark, zone)),
        ("Baris ditolak, menunggu perbaikan", number(pull["rejected"])),
        ("Titik di luar wilayah yang disebut", number(pull["contradicted"])),
    ]


def _seconds(every: float | None) -> str:
    return "tanpa jadwal, diimpor manual" if every is None else f"setiap {number(every)} detik"


def _moment(moment: datetime | None, zone: ZoneInfo) -> str:
    return "belum pernah" if moment is None else moment_words(moment, zone)


def _ago(moment: datetime | None, as_of: datetime) -> str:
    if moment is None:
        return ""
    if as_of - moment < timedelta(minutes=1):
        return " (baru saja)"
    return f" ({span((as_of - moment).total_seconds() / 3600)} lalu)"


def _taken(seconds: float | None) -> str:
    """A pull that took next to nothing still took something."""
    if seconds is None:
        return "belum ada"
    return "kurang dari 0,1 detik" if seconds < 0.1 else f"{number(seconds, 1)} detik"


def notices(snapshot: Snapshot) -> list[Component]:
    """What every deadline of the near future depends on, and nobody knows yet."""
    return [
        html.P(
            f"Cuti bersama {year} belum diketahui. Batas waktu yang bergantung padanya ditandai perkiraan; "
            "perbarui daftar hari libur atau tuliskan harinya di berkas kota.",
            className="notice",
            role="note",
        )
        for year in snapshot.unknown_years
    ]
