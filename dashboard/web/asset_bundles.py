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

DOOR = "/bundel/{file}"
EVERYWHERE, OFFICES = "papan", "kantor"
# Names without their ending, in the order in which they build on each other.
FILES = {
    EVERYWHERE: (
        "base", "time", "document", "director", "connection", "map", "office", "heartbeat", "screen",
        "layout_fit", "wall", "wall_panels", "navigation", "responsive_table", "focus", "install",
        "render_html",
    ),
    OFFICES: ("kecamatan", "recap", "timeline", "review"),
}  # fmt: skip
TYPES = {"css": "text/css", "js": "text/javascript"}
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@dataclass(frozen=True)
class Bundle:
    """Some files of a kind as one."""

    name: str
    kind: str
    body: bytes

    @property
    def file(self) -> str:
        """``papan.5f3b.css``: another content, another name."""
        return f"{self.name}.{blake2b(self.body, digest_size=8).hexdigest()}.{self.kind}"

    @property
    def tag(self) -> str:
        """What a page says to have it."""
        address = DOOR.format(file=self.file)
        if self.kind == "js":
            return f'<script src="{address}"></script>'
        return f'<link rel="stylesheet" href="{address}">'


@lru_cache(maxsize=1)
def bundles() -> tuple[Bundle, ...]:
    """All of them, as the files are when the first page is made."""
    return tuple(_bundle(name, kind) for name in FILES for kind in TYPES)


def _bundle(name: str, kind: str) -> Bundle:
    names = [f"{stem}.{kind}" for stem in FILES[name]]
    return Bundle(name, kind, b"\n".join(read_asset(file) for file in names if file in asset_files()))


def tags(kind: str) -> str:
    """What a page with all bundles says, in the order in which they build on each other."""
    return "".join(bundle.tag for bundle in bundles() if bundle.kind == kind)


async def bundle(request: Request) -> Response:
    """The door of the bundles. It is open to all, as the programs of Dash are: there is nothing to see."""
    found = {each.file: each for each in bundles()}.get(request.path_params["file"])
    if found is None:
        return Response(status_code=404)
    return Response(found.body, media_type=TYPES[found.kind], headers=FOR_EVER)
