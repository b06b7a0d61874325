"""The section of photos, from before and after the work."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from dashboard.ui import urls
from dashboard.ui.format import format_moment
from dashboard.ui.photos import PhotoLink, describe_photo
from data.core.case_file.case_file import CaseFile
from data.core.config.city import City
from data.core.follow_up.records import PictureMetadata
from data.core.report.key import ReportKey
from data.lib.translation import Text, gettext, lazy_gettext

PHOTO_KINDS = (
    (
        lazy_gettext("Photo of the report"),
        ("report", "before"),
        "media_url",
        lazy_gettext("No photo of the report."),
    ),
    (lazy_gettext("Evidence of the work"), ("after",), "evidence_url", lazy_gettext("No evidence yet.")),
)


@dataclass(frozen=True)
class PhotoGroup:
    """The photos of one kind.

    :param uploaded: address and moment of each photo that was uploaded here
    :param link: the photo that the source names
    :param missing: says why there is none; empty where there is one
    """

    name: Text
    uploaded: list[tuple[str, str]]
    link: PhotoLink | None
    missing: Text


def photo_groups(case_file: CaseFile, city: City, uploaded: Sequence[PictureMetadata]) -> list[PhotoGroup]:
    """Return photos and evidence of a report; none of a sensitive one.

    :param uploaded: the photos that were uploaded here
    """
    if city.get_category(case_file.standing["service_code"]).sensitive:
        return []
    key = (case_file.standing["source"], case_file.standing["service_request_id"])
    groups = []
    for name, purposes, field, missing in PHOTO_KINDS:
        photos = [
            (photo_url(photo.picture_id, key), format_moment(photo.at, city.zone))
            for photo in uploaded
            if photo.purpose in purposes
        ]
        value = case_file.details.get(field)
        url = urls.safe_photo_url(value)
        link = describe_photo(url, str(name), city.picture_hosts) if url else None
        absence = gettext("Kept at the source of the report.") if value else "" if photos else missing
        groups.append(PhotoGroup(name, photos, link, "" if link else absence))
    return groups


def photo_url(picture_id: str, key: ReportKey) -> str:
    """Return the address of an uploaded photo."""
    return "/".join(("/foto", *(quote(part, safe="") for part in (picture_id, *key))))
