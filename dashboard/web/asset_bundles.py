"""Bundles of the scripts and styles of Dash pages: a display loads two files instead of thirty.

A bundle's name holds a digest of its content, so that browsers may keep it for a year. The plain pages name
their few files themselves (:mod:`dashboard.web.html`).
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
        "tokens", "base", "time", "document", "shell", "print", "theme", "director", "connection", "map",
        "office", "heartbeat", "screen", "layout_fit", "wall", "wall_panels", "wall_upright", "navigation",
        "responsive_table", "focus", "install", "sign_out", "render_html",
    ),
    OFFICE_BUNDLE: ("kecamatan", "recap", "timeline", "review"),
}  # fmt: skip
MEDIA_TYPES = {"css": "text/css", "js": "text/javascript"}
IMMUTABLE_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable"}


@dataclass(frozen=True)
class Bundle:
    """The concatenation of some files of one type."""

    name: str
    extension: str
    body: bytes

    @property
    def file_name(self) -> str:
        """Return a name that changes with the content, such as ``papan.5f3b.css``."""
        return f"{self.name}.{blake2b(self.body, digest_size=8).hexdigest()}.{self.extension}"

    @property
    def html_tag(self) -> str:
        """Return the tag that loads the bundle."""
        url = BUNDLE_PATH.format(file=self.file_name)
        if self.extension == "js":
            return f'<script src="{url}"></script>'
        return f'<link rel="stylesheet" href="{url}">'


@lru_cache(maxsize=1)
def bundles() -> tuple[Bundle, ...]:
    """Return all bundles; the files are read once."""
    return tuple(_build_bundle(name, extension) for name in BUNDLE_PATTERNS for extension in MEDIA_TYPES)


def _build_bundle(name: str, extension: str) -> Bundle:
    names = [f"{stem}.{extension}" for stem in BUNDLE_PATTERNS[name]]
    return Bundle(name, extension, b"\n".join(read_asset(path) for path in names if path in asset_files()))


def bundle_tags(extension: str) -> str:
    """Return the tags of all bundles of one type, in the order in which they build on each other."""
    return "".join(bundle.html_tag for bundle in bundles() if bundle.extension == extension)


async def serve_bundle(request: Request) -> Response:
    """Respond with a bundle. Anybody may load it, as they may load Dash's own scripts: it holds no data."""
    requested = {candidate.file_name: candidate for candidate in bundles()}.get(request.path_params["file"])
    if requested is None:
        return Response(status_code=404)
    return Response(requested.body, media_type=MEDIA_TYPES[requested.extension], headers=IMMUTABLE_HEADERS)
