"""The pictures of a report, from before and after the work, as far as a browser may have them."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.pages.report import routes
from dashboard.ui import urls
from dashboard.ui.format import format_moment
from dashboard.ui.photos import photo_link
from data.core.case_file.case_file import CaseFile
from data.core.config.city import City
from data.core.follow_up.records import PictureMetadata
from data.core.report.key import ReportKey

PHOTO_KINDS = (
    ("Foto laporan", ("report", "before"), "media_url", "Tidak ada foto laporan."),
    ("Bukti tindak lanjut", ("after",), "evidence_url", "Belum ada bukti tindak lanjut."),
)


def photo_section(file: CaseFile, city: City, uploaded: Sequence[PictureMetadata]) -> list[Component]:
    """The photos of the report and the evidence of what was done, as far as a browser may fetch them.

    :param own: those that were handed in here
    """
    if city.get_category(file.standing["service_code"]).sensitive:
        return [html.P("Foto tidak ditampilkan.", className="hidden-text")]
    key = (file.standing["source"], file.standing["service_request_id"])
    return [
        part
        for name, purposes, field, missing in PHOTO_KINDS
        for part in (
            html.H3(name),
            *_uploaded_photos(key, _with_purpose(uploaded, purposes), name, city.zone),
            *_source_photo(
                file.details.get(field), name, "" if _with_purpose(uploaded, purposes) else missing
            ),
        )
    ]


def _with_purpose(uploaded: Sequence[PictureMetadata], purposes: Sequence[str]) -> list[PictureMetadata]:
    return [uploaded_photo for uploaded_photo in uploaded if uploaded_photo.purpose in purposes]


def _uploaded_photos(
    key: ReportKey, uploaded: Sequence[PictureMetadata], name: str, zone: ZoneInfo
) -> list[Component]:
    """Pictures handed in here, with when each came."""
    return [
        html.Figure(
            [
                html.A(html.Img(src=url, alt=name), href=url),
                html.Figcaption(format_moment(uploaded_photo.at, zone)),
            ],
            className="photo",
        )
        for uploaded_photo in uploaded
        for url in (routes.photo_url(uploaded_photo.picture_id, key),)
    ]


def _source_photo(value: Any, label: str, missing: str) -> list[Component]:
    url = urls.safe_photo_url(value)
    if url:
        return [html.Div(photo_link(url, label), className="ways")]
    message = "Tersimpan pada sumber laporan." if value else missing
    return [html.P(message, className="none")] if message else []
