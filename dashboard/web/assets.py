"""Addresses and contents of the scripts and styles, by their names in the code.

Scripts are built by ``make assets``: one file for each kind of page, named by its content, with its
compressed forms beside it (``dashboard/static/build``). Styles are served as they are written, under a name
that changes with their content.
"""

import json
from functools import lru_cache

from dashboard.web.asset_files import DASHBOARD, asset_files, content_names

BUILD = DASHBOARD / "static/build"
MANIFEST = BUILD / "manifest.json"
ASSET_PATH, BUNDLE_PATH = "/assets/{file}", "/bundel/{file}"


@lru_cache(maxsize=1)
def built_files() -> dict[str, str]:
    """Return the file of every built script, by its name in the code."""
    manifest: dict[str, str] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return manifest


def asset_url(name: str) -> str:
    """Return the address of a script or style, such as ``report_form.js``.

    :raises KeyError: there is none of that name
    """
    if name in built_files():
        return BUNDLE_PATH.format(file=built_files()[name])
    return ASSET_PATH.format(file=content_names()[name])


def read_asset(name: str) -> bytes:
    """Return the content of a script or style.

    :raises KeyError: there is none of that name
    """
    path = BUILD / built_files()[name] if name in built_files() else asset_files()[name]
    return path.read_bytes()
