"""What meetings saw: the list of packs, a pack's own head, and what differs from today."""

from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.sections.drilldown import metric_label
from dashboard.pages.review.view import ReviewView, scrollable_table
from dashboard.ui.format import format_moment, number
from data.core.config.city import City
from data.core.review.metric_key import parse_metric_key
from data.core.review.pack import Difference, configuration_digest
from data.services.review import VerifiedPack

DIFFERENCE_LIMIT = 60


def pack_table(stored_packs: list[VerifiedPack], city: City) -> list[Component]:
    """All packs, the newest first, each with its verification."""
    if not stored_packs:
        return [html.P(labels.NO_PACKS, className="few")]
    head = ["Paket", "Judul", "Dibekukan", "Periode", "Tanda periksa"]
    return [
        scrollable_table(head, [_pack_row(stored_pack, city) for stored_pack in stored_packs], "Paket rapat")
    ]


def _pack_row(stored_pack: VerifiedPack, city: City) -> Component:
    pack, zone = stored_pack.pack, city.zone
    author = f"oleh {pack.frozen_by or 'tanpa nama'}" if pack else ""
    frozen_cell: list[Component | str] = [format_moment(stored_pack.frozen_at, zone), html.Small(author)]
    period = (
        f"{_moment_text(pack.since, city)} sampai {_moment_text(pack.until, city)}"
        if pack
        else labels.UNKNOWN
    )
    link = html.A(f"Buka {stored_pack.pack_id}", href=f"?paket={stored_pack.pack_id}", className="figure")
    return html.Tr(
        [html.Th(link, scope="row"), html.Td(pack.title if pack else labels.UNKNOWN), html.Td(frozen_cell),
         html.Td(period), html.Td(integrity_badge(stored_pack))]
    )  # fmt: skip


def integrity_badge(stored_pack: VerifiedPack) -> Component:
    """Whether what is stored is what was stored."""
    if stored_pack.intact:
        return html.Span(
            ["utuh", html.Small(stored_pack.checksum[:12])], className="balances", title=stored_pack.checksum
        )
    return html.Span("TIDAK COCOK: isi paket berubah sejak dibekukan", className="broken", role="alert")


def _moment_text(text: str, city: City) -> str:
    return format_moment(datetime.fromisoformat(text), city.zone)


def pack_header(stored_pack: VerifiedPack, differences: list[Difference], view: ReviewView) -> Component:
    """Which pack this is, whether it is intact, and how much of it today's figures would change."""
    pack, city = stored_pack.pack, view.city
    assert pack is not None
    author, frozen_at = pack.frozen_by or "tanpa nama", format_moment(stored_pack.frozen_at, city.zone)
    same_configuration = pack.configuration == configuration_digest(city)
    version_text = f"Rumus versi {pack.formula}, konfigurasi kota {pack.configuration[:12]}"
    introduction = (
        f"Dibekukan {frozen_at} oleh {author}. Yang tampil di bawah adalah persis yang dilihat saat itu. "
    )
    lines: list[Any] = [
        html.H2(f"Paket {stored_pack.pack_id}: {pack.title or 'tanpa judul'}"),
        html.P([introduction, "Tanda periksa: ", integrity_badge(stored_pack)]),
        html.P(
            f"{version_text}, sama dengan sekarang."
            if same_configuration
            else f"{version_text}; konfigurasi kini lain."
        ),
    ]
    return html.Section([*lines, _difference_list(differences, view)], className="pack-head")


def _difference_list(differences: list[Difference], view: ReviewView) -> Component:
    if not differences:
        return html.P(
            "Perhitungan hari ini untuk kedua waktu yang sama memberi angka yang sama.", className="pack-same"
        )
    counts = [difference for difference in differences if difference.path.startswith("counts/")]
    rows = [
        html.Tr(
            [
                html.Th(_difference_label(difference, view), scope="row"),
                html.Td(number(difference.then)),
                html.Td(number(difference.now)),
            ]
        )
        for difference in counts[:DIFFERENCE_LIMIT]
    ]
    summary = (
        f"{number(len(counts))} jumlah berbeda dari perhitungan hari ini, karena laporan yang baru "
        "diketahui kemudian. "
        f"Nilai lain yang berbeda: {number(len(differences) - len(counts))}. Pada angka yang berbeda tertulis "
        "“kini”."
    )
    truncation_note = (
        [html.P(f"Menampilkan {DIFFERENCE_LIMIT} dari {number(len(counts))}.")]
        if len(counts) > DIFFERENCE_LIMIT
        else []
    )
    list_details = html.Details(
        [
            html.Summary("Daftar perbedaan"),
            scrollable_table(["Angka", "Waktu itu", "Hari ini"], rows, "Perbedaan"),
            *truncation_note,
        ]
    )
    return html.Div([html.P(summary, className="differs"), list_details])


def _difference_label(difference: Difference, view: ReviewView) -> str:
    return metric_label(view, parse_metric_key(difference.path.removeprefix("counts/")))
