"""Addresses of the scripts and styles, by their names in the code."""

from dashboard.web.asset_files import asset_files

ASSET_PATH = "/assets/{name}"


def asset_url(name: str) -> str:
    """Return the address of a script or style, such as ``report_form.js``.

    :raises KeyError: there is none of that name
    """
    return ASSET_PATH.format(name=asset_files()[name].name)
