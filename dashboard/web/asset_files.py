"""The scripts and styles of all pages: each is in its page's folder, all are served under one address."""

from functools import lru_cache
from pathlib import Path

from starlette.staticfiles import StaticFiles

DASHBOARD = Path(__file__).parents[1]
FOLDERS = ("ui/static", "pages/*/static")


@lru_cache(maxsize=1)
def asset_files() -> dict[str, Path]:
    """Return the path of every asset by its file name.

    :raises ValueError: two pages have a file of the same name
    """
    paths = [path for folder in FOLDERS for path in sorted(DASHBOARD.glob(f"{folder}/*.*"))]
    by_name = {path.name: path for path in paths}
    if len(by_name) != len(paths):
        raise ValueError(f"two assets of one name among {sorted(path.name for path in paths)}")
    return by_name


def read_asset(name: str) -> bytes:
    """Return the content of an asset.

    :raises KeyError: there is none of that name
    """
    return asset_files()[name].read_bytes()


def asset_server() -> StaticFiles:
    """Return an app that serves the folders of all assets as one."""
    server = StaticFiles(directory=DASHBOARD / FOLDERS[0])
    server.all_directories = [*sorted({path.parent for path in asset_files().values()})]
    return server
