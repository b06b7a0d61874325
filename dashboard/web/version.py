"""The version of the frontend: a digest of what browsers run."""

from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from dashboard.web.asset_files import asset_files
from dashboard.web.assets import MANIFEST

DASHBOARD = Path(__file__).parents[1]
WALL = DASHBOARD / "pages/wall"
WALL_TEMPLATES = (DASHBOARD / "templates/dash.html", DASHBOARD / "templates/wall/notice.html")
FRONTEND_LIBRARIES = ("dash", "dash-leaflet", "dash-extensions")


@lru_cache(maxsize=1)
def frontend_version() -> str:
    """Return a digest of contents, not of times, so that it is the same in every process of one release."""
    files = [*asset_files().values(), MANIFEST, *sorted(WALL.rglob("*.py")), *WALL_TEMPLATES]
    content = b"".join(file.read_bytes() for file in files)
    libraries = " ".join(version(name) for name in FRONTEND_LIBRARIES)
    return blake2b(content + libraries.encode(), digest_size=6).hexdigest()
