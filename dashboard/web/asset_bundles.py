"""The scripts and styles of Dash's pages, put together: a screen asks for two files instead of thirty.

Each bundle is named by its content, so that a browser keeps it for as long as it says the same. The plain
pages, which do without Dash, name their few files themselves (:mod:`dashboard.web.html`).
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

from dashboard.web.asset_files import asset_files, read_asset

BUNDLE_PATH = "/bundel/{file}"
BASE_BUNDLE, OFFICE_BUNDLE = "papan", "kantor"
# Names without their ending, in the order in which they build on each other.
BUNDLE_PATTERNS = {
    BASE_BUNDLE: (
        "base", "time", "document", "director", "connection", "map", "office", "heartbeat", "screen",
        "layout_fit", "wall", "wall_panels", "navigation", "responsive_table", "focus", "install",
        "render_html",
    ),
    OFFICE_BUNDLE: ("kecamatan", "recap", "timeline", "review"),
}  # fmt: skip
MEDIA_TYPES = {"css": "text/css", "js": "text/javascript"}
IMMUTABLE_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable"}


@dataclass(frozen=True)
class Bundle:
    """Some files of a kind as one."""

    name: str
    extension: str
    body: bytes

    @property
    def file_name(self) -> str:
        """``papan.5f3b.css``: another content, another name."""
        return f"{self.name}.{blake2b(self.body, digest_size=8).hexdigest()}.{self.extension}"

    @property
    def html_tag(self) -> str:
        """What a page says to have it."""
        url = BUNDLE_PATH.format(file=self.file_name)
        if self.extension == "js":
            return f'<script src="{url}"></script>'
        return f'<link rel="stylesheet" href="{url}">'


@lru_cache(maxsize=1)
def bundles() -> tuple[Bundle, ...]:
    """All of them, as the files are when the first page is made."""
    return tuple(_build_bundle(name, extension) for name in BUNDLE_PATTERNS for extension in MEDIA_TYPES)


def _build_bundle(name: str, extension: str) -> Bundle:
    names = [f"{stem}.{extension}" for stem in BUNDLE_PATTERNS[name]]
    return Bundle(name, extension, b"\n".join(read_asset(path) for path in names if path in asset_files()))


def bundle_tags(extension: str) -> str:
    """What a page with all bundles says, in the order in which they build on each other."""
    return "".join(bundle.html_tag for bundle in bundles() if bundle.extension == extension)


async def serve_bundle(request: Request) -> Response:
    """The door of the bundles. It is open to all, as the programs of Dash are: there is nothing to see."""
    requested = {candidate.file_name: candidate for candidate in bundles()}.get(request.path_params["file"])
    if requested is None:
        return Response(status_code=404)
    return Response(requested.body, media_type=MEDIA_TYPES[requested.extension], headers=IMMUTABLE_HEADERS)
