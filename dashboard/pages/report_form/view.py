"""The filing page as HTML. Without a script it is a plain form; with one it has a map and works offline."""

from html import escape

from dashboard.pages.report_form import labels
from dashboard.pages.report_form.forms import Tried
from dashboard.web.context import Site
from dashboard.web.form_parsing import LONGEST_ADDRESS, LONGEST_CONTACT, LONGEST_TEXT
from dashboard.web.html import hidden, said
from data.core.config.city import OTHER


def filing(site: Site, submission: str, tried: Tried, *, citizen: bool) -> str:
    """The whole form."""
    parts = (
        _photos(tried),
        _place(site, tried),
        _categories(site, tried),
        _text(tried),
        '<section class="alike" id="alike" hidden aria-live="polite"></section>',
        _contact(tried) if citizen else "",
    )
    marks = hidden("submission", submission)
    tiles = escape(site.settings.tile_url)
    return (
        f'<section class="top"><h1>{labels.TITLE}</h1><p>{labels.LEAD if citizen else ""} '
        f"<b>{labels.EMERGENCY}</b></p></section>"
        '<section class="outbox" id="outbox" hidden></section>'
        f"{said(tried.faults.get('', ''))}"
        f'<form method="post" action="/lapor" enctype="multipart/form-data" class="filing" data-outbox '
        f'data-tiles="{tiles}">{marks}{"".join(parts)}'
        f'<button type="submit" class="first">{labels.SEND}</button></form>'
    )


def _part(name: str, title: str, inside: str, tried: Tried) -> str:
    """One step of the form under its heading, with what is wrong in it."""
    fault = tried.faults.get(name, "")
    wrong = f'<p class="wrong" role="alert">{escape(fault)}</p>' if fault else ""
    return f'<fieldset class="card"><legend>{title}</legend>{wrong}{inside}</fieldset>'


def _photos(tried: Tried) -> str:
    inside = (
        '<label class="picker" for="photo"><span aria-hidden="true">+</span> Ambil atau pilih foto</label>'
        '<input id="photo" name="photo" type="file" accept="image/*" multiple aria-describedby="photo-hint">'
        f'<span class="hint" id="photo-hint">{labels.PHOTOS_HINT}</span><div class="shots" id="shots"></div>'
    )
    return _part("photo", labels.PHOTOS, inside, tried)


def _place(site: Site, tried: Tried) -> str:
    typed = tried.typed
    points = "".join(
        f'<input type="hidden" name="{name}" id="{name}" value="{escape(typed.get(name, ""))}">'
        for name in ("lat", "long")
    )
    inside = (
        f'<div class="map-part" hidden><button type="button" class="second" id="gps">{labels.BY_GPS}</button>'
        f'<div class="pin-map"><svg id="pin-map" role="img" aria-label="{labels.MAP}"></svg>'
        f'<button type="button" id="zoom-in" aria-label="{labels.ZOOM_IN}">+</button>'
        f'<button type="button" id="zoom-out" aria-label="{labels.ZOOM_OUT}">\N{MINUS SIGN}</button></div>'
        f'<p class="hint">{labels.BY_MAP}</p>'
        f'<p class="spot" id="spot" role="status">{labels.NOWHERE}</p></div>{points}'
        f'<label for="area">{labels.BY_NAME}</label>{_areas(site, typed.get("area", ""))}'
        f'<span class="hint">{labels.BY_NAME_HINT}</span>'
        f'<label for="address">{labels.ADDRESS}</label>'
        f'<input id="address" name="address" maxlength="{LONGEST_ADDRESS}" autocomplete="off" '
        f'value="{escape(typed.get("address", ""))}"><span class="hint">{labels.ADDRESS_HINT}</span>'
    )
    return _part("area", labels.WHERE, inside, tried)


def _areas(site: Site, chosen: str) -> str:
    groups = []
    for parent, parent_name in site.kecamatan.items():
        mine = [code for code, above in site.layer.parent_by_code.items() if above == parent]
        options = "".join(
            f'<option value="{escape(code)}"{" selected" if code == chosen else ""}>'
            f"{escape(site.layer.name_of(code))}</option>"
            for code in sorted(mine, key=site.layer.name_of)
        )
        groups.append(f'<optgroup label="{escape(parent_name)}">{options}</optgroup>')
    return (
        f'<select id="area" name="area"><option value="">{labels.CHOOSE}</option>{"".join(groups)}</select>'
    )


def _categories(site: Site, tried: Tried) -> str:
    chosen = tried.typed.get("service_code", "")
    kinds = {found.code: found.name for found in site.city.category}
    options = "".join(
        f'<label><input type="radio" name="service_code" value="{code}" required'
        f"{' checked' if code == chosen else ''}><span>{escape(name)}</span></label>"
        for code, name in {**kinds, OTHER: kinds.get(OTHER, labels.OTHER)}.items()
    )
    inside = f'<div class="kinds">{options}</div>'
    return _part("service_code", labels.CATEGORY, inside, tried)


def _text(tried: Tried) -> str:
    inside = (
        f'<textarea id="description" name="description" rows="4" maxlength="{LONGEST_TEXT}" '
        f'aria-label="{labels.TEXT}" aria-describedby="description-hint">'
        f"{escape(tried.typed.get('description', ''))}</textarea>"
        f'<span class="hint" id="description-hint">{labels.TEXT_HINT}</span>'
    )
    return _part("description", labels.TEXT, inside, tried)


def _contact(tried: Tried) -> str:
    inside = (
        f'<input id="contact" name="contact" type="email" maxlength="{LONGEST_CONTACT}" '
        f'autocomplete="email" aria-label="{labels.CONTACT}" aria-describedby="contact-hint" '
        f'value="{escape(tried.typed.get("contact", ""))}">'
        f'<span class="hint" id="contact-hint">{labels.CONTACT_HINT}</span>'
    )
    return _part("contact", labels.CONTACT, inside, tried)
