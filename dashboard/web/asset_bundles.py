"""Scripts and styles in few files: a page loads two or three of ours instead of thirty.

A file's name holds a digest of its content, so that browsers may keep it for a year. Scripts are built and
compressed before (:mod:`dashboard.web.assets`); the styles of Dash pages are joined here.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

from dashboard.web.asset_files import IMMUTABLE
from dashboard.web.assets import BUILD, BUNDLE_PATH, built_files, read_asset

BASE_BUNDLE, OFFICE_BUNDLE = "papan", "kantor"
# Names without their ending, in the order in which they build on each other.
BUNDLE_PATTERNS = {
    BASE_BUNDLE: (
        "tokens", "base", "document", "shell", "print", "map", "office", "wall", "wall_panels",
        "wall_upright", "responsive_table",
    ),
    OFFICE_BUNDLE: ("kecamatan", "recap"),
}  # fmt: skip
IMMUTABLE_HEADERS = {
    "Cache-Control": IMMUTABLE,
    "Vary": "Accept-Encoding",
}
# What may stand beside a built file, the smallest first.
ENCODINGS = {"br": ".br", "gzip": ".gz", "identity": ""}


@dataclass(frozen=True)
class Bundle:
    """The concatenation of some styles."""

    name: str
    body: bytes

    @property
    def file_name(self) -> str:
        """Return a name that changes with the content, such as ``papan.5f3b.css``."""
        return f"{self.name}.{blake2b(self.body, digest_size=8).hexdigest()}.css"

    @property
    def url(self) -> str:
        """Return the bundle's address."""
        return BUNDLE_PATH.format(file=self.file_name)


@lru_cache(maxsize=1)
def bundles() -> tuple[Bundle, ...]:
    """Return all bundles, in the order in which they build on each other; the files are read once."""
    return tuple(
        Bundle(name, b"\n".join(read_asset(f"{stem}.css") for stem in stems))
        for name, stems in BUNDLE_PATTERNS.items()
    )


async def serve_bundle(request: Request) -> Response:
    """Respond with a bundle. Anybody may load it, as they may load Dash's own scripts: it holds no data."""
    file = request.path_params["file"]
    if file in built_files().values():
        return _built_response(file, request.headers.get("accept-encoding", ""))
    requested = {candidate.file_name: candidate for candidate in bundles()}.get(file)
    if requested is None:
        return Response(status_code=404)
    return Response(requested.body, media_type="text/css", headers=IMMUTABLE_HEADERS)


def _built_response(file: str, accepted: str) -> Response:
    """Return a built script in the smallest form that a browser takes."""
    names = {part.partition(";")[0].strip() for part in accepted.split(",")}
    encoding = next((name for name in ENCODINGS if name in names), "identity")
    body = (BUILD / f"{file}{ENCODINGS[encoding]}").read_bytes()
    headers = IMMUTABLE_HEADERS | ({"Content-Encoding": encoding} if encoding != "identity" else {})
    return Response(body, media_type="text/javascript", headers=headers)
