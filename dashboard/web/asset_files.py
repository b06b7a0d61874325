"""The styles of all pages: each is in its page's folder, all are served under one address.

Scripts lie beside them, but browsers load what is built of them (:mod:`dashboard.web.assets`).
"""

import os
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DASHBOARD = Path(__file__).parents[1]
FOLDERS = ("ui/static", "pages/*/static")
FONTS = DASHBOARD / "static/fonts"
IMMUTABLE = "public, max-age=31536000, immutable"


@lru_cache(maxsize=1)
def asset_files() -> dict[str, Path]:
    """Return the path of every style by its file name.

    :raises ValueError: two pages have a file of the same name
    """
    paths = [path for folder in FOLDERS for path in sorted(DASHBOARD.glob(f"{folder}/*.css"))]
    by_name = {path.name: path for path in paths}
    if len(by_name) != len(paths):
        raise ValueError(f"two assets of one name among {sorted(path.name for path in paths)}")
    return by_name


@lru_cache(maxsize=1)
def content_names() -> dict[str, str]:
    """Return for every style a name that changes with its content, such as ``base.5f3b.css``."""
    return {name: f"{path.stem}.{_digest(path)}{path.suffix}" for name, path in asset_files().items()}


def _digest(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=8).hexdigest()


@lru_cache(maxsize=1)
def _by_content_name() -> dict[str, Path]:
    return {content_names()[name]: path for name, path in asset_files().items()}


class AssetFiles(StaticFiles):
    """The files of all folders as those of one; what lies beside them is not served."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Return the file of a name, and what the system knows of it."""
        file = _by_content_name().get(path) or asset_files().get(path)
        return (str(file), file.stat()) if file else ("", None)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Respond with a style; a browser keeps one that is named by its content for a year."""
        response = await super().get_response(path, scope)
        if path in _by_content_name():
            response.headers["Cache-Control"] = IMMUTABLE
        return response


def asset_server() -> StaticFiles:
    """Return an app that serves all assets."""
    return AssetFiles(directory=DASHBOARD / FOLDERS[0])


class FontFiles(StaticFiles):
    """Our subsets of Roboto, which are named by their content, and the whole fonts of its package."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Respond with a font; a browser keeps a subset for a year."""
        response = await super().get_response(path, scope)
        if path.endswith(".woff2"):
            response.headers["Cache-Control"] = IMMUTABLE
        return response


def font_server() -> StaticFiles:
    """Return an app that serves the fonts."""
    server = FontFiles(directory=FONTS)
    server.all_directories.append(str(files("font_roboto") / "files"))
    return server
