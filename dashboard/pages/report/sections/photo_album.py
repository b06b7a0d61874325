"""The section of photos, from before and after the work."""

from collections.abc import Collection, Sequence
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


def photo_section(case_file: CaseFile, city: City, uploaded: Sequence[PictureMetadata]) -> list[Component]:
    """Return photos and evidence of a report; none of a sensitive one.

    :param uploaded: the photos that were uploaded here
    """
    if city.get_category(case_file.standing["service_code"]).sensitive:
        return [html.P("Foto tidak ditampilkan.", className="hidden-text")]
    key = (case_file.standing["source"], case_file.standing["service_request_id"])
    return [
        part
        for name, purposes, field, missing in PHOTO_KINDS
        for part in (
            html.H3(name),
            *_uploaded_photos(key, _with_purpose(uploaded, purposes), name, city.zone),
            *_source_photo(
                case_file.details.get(field),
                name,
                "" if _with_purpose(uploaded, purposes) else missing,
                city.picture_hosts,
            ),
        )
    ]


def _with_purpose(uploaded: Sequence[PictureMetadata], purposes: Sequence[str]) -> list[PictureMetadata]:
    return [photo for photo in uploaded if photo.purpose in purposes]


def _uploaded_photos(
    key: ReportKey, uploaded: Sequence[PictureMetadata], name: str, zone: ZoneInfo
) -> list[Component]:
    """Return the uploaded photos, each with its moment."""
    return [
        html.Figure(
            [
                html.A(html.Img(src=url, alt=name), href=url),
                html.Figcaption(format_moment(photo.at, zone)),
            ],
            className="photo",
        )
        for photo in uploaded
        for url in (routes.photo_url(photo.picture_id, key),)
    ]


def _source_photo(value: Any, label: str, missing: str, picture_hosts: Collection[str]) -> list[Component]:
    url = urls.safe_photo_url(value)
    if url:
        return [html.Div(photo_link(url, label, picture_hosts), className="buttons")]
    message = "Tersimpan pada sumber laporan." if value else missing
    return [html.P(message, className="none")] if message else []
