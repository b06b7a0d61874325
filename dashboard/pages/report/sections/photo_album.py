"""The pictures of a report, from before and after the work, as far as a browser may have them."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.pages.report import routes
from dashboard.ui import urls
from dashboard.ui.format import moment_words
from dashboard.ui.photos import photo
from data.core.case_file.case_file import CaseFile
from data.core.config.city import City
from data.core.follow_up.records import Shown
from data.core.report.key import Key

PICTURES = (
    ("Foto laporan", ("report", "before"), "media_url", "Tidak ada foto laporan."),
    ("Bukti tindak lanjut", ("after",), "evidence_url", "Belum ada bukti tindak lanjut."),
)


def pictures(file: CaseFile, city: City, own: Sequence[Shown]) -> list[Component]:
    """The photos of the report and the evidence of what was done, as far as a browser may fetch them.

    :param own: those that were handed in here
    """
    if city.category_of(file.standing["service_code"]).sensitive:
        return [html.P("Foto tidak ditampilkan.", className="hidden-text")]
    key = (file.standing["source"], file.standing["service_request_id"])
    return [
        part
        for name, purposes, field, none in PICTURES
        for part in (
            html.H3(name),
            *_own(key, _of(own, purposes), name, city.zone),
            *_picture(file.details.get(field), name, "" if _of(own, purposes) else none),
        )
    ]


def _of(own: Sequence[Shown], purposes: Sequence[str]) -> list[Shown]:
    return [shown for shown in own if shown.purpose in purposes]


def _own(key: Key, own: Sequence[Shown], name: str, zone: ZoneInfo) -> list[Component]:
    """Pictures handed in here, with when each came."""
    return [
        html.Figure(
            [
                html.A(html.Img(src=to, alt=name), href=to),
                html.Figcaption(moment_words(shown.at, zone)),
            ],
            className="photo",
        )
        for shown in own
        for to in (routes.address(shown.picture_id, key),)
    ]


def _picture(given: Any, label: str, none: str) -> list[Component]:
    address = urls.web_address(given)
    if address:
        return [html.Div(photo(address, label), className="ways")]
    said = "Tersimpan pada sumber laporan." if given else none
    return [html.P(said, className="none")] if said else []
