"""The styles of all pages: each is in its page's folder, all are served under one address.

Scripts lie beside them, but browsers load what is built of them (:mod:`dashboard.web.assets`).
"""

import os
from functools import lru_cache
from pathlib import Path

from starlette.staticfiles import StaticFiles

DASHBOARD = Path(__file__).parents[1]
FOLDERS = ("ui/static", "pages/*/static")


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


class AssetFiles(StaticFiles):
    """The files of all folders as those of one; what lies beside them is not served."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Return the file of a name, and what the system knows of it."""
        file = asset_files().get(path)
        return (str(file), file.stat()) if file else ("", None)


def asset_server() -> StaticFiles:
    """Return an app that serves all assets."""
    return AssetFiles(directory=DASHBOARD / FOLDERS[0])
