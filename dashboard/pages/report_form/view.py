"""HTML of the report form. Without scripts it is a plain form; with them it has a map and works offline."""

from html import escape

from dashboard.pages.report_form import labels
from dashboard.pages.report_form.forms import MAX_ACCURACY_METRES, ReportFormState
from dashboard.web.context import WebContext
from dashboard.web.form_parsing import MAX_ADDRESS_LENGTH, MAX_CONTACT_LENGTH, MAX_TEXT_LENGTH
from dashboard.web.html import banner, hidden
from data.core.config.city import OTHER_CATEGORY


def report_form(
    context: WebContext, submission_id: str, form_state: ReportFormState, *, citizen: bool
) -> str:
    """Return the whole form."""
    sections = (
        _photo_input(form_state),
        _location_inputs(context, form_state),
        _category_inputs(context, form_state),
        _description_input(form_state),
        '<section class="duplicates" id="duplicates" hidden aria-live="polite"></section>',
        _contact_input(form_state) if citizen else "",
    )
    hidden_html = hidden("submission", submission_id) + context.form_owner.field()
    tile_url = escape(context.settings.tile_url)
    return (
        f'<section class="top"><h1>{labels.TITLE}</h1><p>{labels.LEAD if citizen else ""} '
        f"<b>{labels.EMERGENCY}</b></p></section>"
        '<section class="outbox" id="outbox" hidden></section>'
        f"{banner(form_state.errors.get('', ''))}"
        f'<form method="post" action="/lapor" enctype="multipart/form-data" class="report" data-outbox '
        f'data-tiles="{tile_url}" data-parent-level="{escape(_parent_level(context))}" '
        f'data-max-metres="{MAX_ACCURACY_METRES}">{hidden_html}{"".join(sections)}'
        f'<button type="submit" class="first">{labels.SEND}</button></form>'
    )


def _parent_level(context: WebContext) -> str:
    """Return what stands before the name of an area's parent; nothing where an area has none."""
    levels = context.city.areas
    return levels.parent_level if levels.levels > 1 else ""


def _fieldset(name: str, title: str, content: str, form_state: ReportFormState) -> str:
    """Return one step of the form under its heading, with its error message."""
    message = form_state.errors.get(name, "")
    error_html = f'<p class="wrong" role="alert">{escape(message)}</p>' if message else ""
    return f'<fieldset class="card"><legend>{title}</legend>{error_html}{content}</fieldset>'


def _photo_input(form_state: ReportFormState) -> str:
    content = (
        '<label class="picker" for="photo"><span aria-hidden="true">+</span> Ambil atau pilih foto</label>'
        '<input id="photo" name="photo" type="file" accept="image/*" multiple aria-describedby="photo-hint">'
        f'<span class="hint" id="photo-hint" aria-live="polite">{labels.PHOTOS_HINT}</span>'
        '<div class="previews" id="previews"></div>'
    )
    return _fieldset("photo", labels.PHOTOS, content, form_state)


def _location_inputs(context: WebContext, form_state: ReportFormState) -> str:
    values = form_state.values
    point_inputs = "".join(
        f'<input type="hidden" name="{name}" id="{name}" value="{escape(values.get(name, ""))}">'
        for name in ("lat", "long", "accuracy")
    )
    content = (
        f'<div class="map-part" hidden><button type="button" class="second" id="gps">{labels.BY_GPS}</button>'
        f'<div class="pin-map"><svg id="pin-map" role="img" aria-label="{labels.MAP}"></svg>'
        f'<button type="button" id="zoom-in" aria-label="{labels.ZOOM_IN}">+</button>'
        f'<button type="button" id="zoom-out" aria-label="{labels.ZOOM_OUT}">\N{MINUS SIGN}</button></div>'
        f'<p class="hint">{labels.BY_MAP}</p>'
        f'<p class="location" id="location" role="status">{labels.NO_LOCATION}</p>'
        f'<p class="hint" id="accuracy-text" hidden></p></div>{point_inputs}'
        f'<label for="area">{escape(context.city.areas.level)}</label>'
        f"{_area_select(context, values.get('area', ''))}"
        f'<span class="hint">{labels.BY_NAME_HINT}</span>'
        f'<label for="address">{labels.ADDRESS}</label>'
        f'<input id="address" name="address" maxlength="{MAX_ADDRESS_LENGTH}" autocomplete="off" '
        f'value="{escape(values.get("address", ""))}"><span class="hint">{labels.ADDRESS_HINT}</span>'
    )
    return _fieldset("area", labels.LOCATION, content, form_state)


def _area_select(context: WebContext, selected: str) -> str:
    groups = []
    for parent, parent_name in context.kecamatan_names.items():
        codes = [code for code, parent_code in context.layer.parent_by_code.items() if parent_code == parent]
        options = "".join(
            f'<option value="{escape(code)}"{" selected" if code == selected else ""}>'
            f"{escape(context.layer.name_of(code))}</option>"
            for code in sorted(codes, key=context.layer.name_of)
        )
        is_own_parent = codes == [parent]  # a city of one level has nothing to group by
        groups.append(
            options if is_own_parent else f'<optgroup label="{escape(parent_name)}">{options}</optgroup>'
        )
    choose = escape(labels.CHOOSE.format(level=context.city.areas.level.lower()))
    return f'<select id="area" name="area"><option value="">{choose}</option>{"".join(groups)}</select>'


def _category_inputs(context: WebContext, form_state: ReportFormState) -> str:
    selected = form_state.values.get("service_code", "")
    category_names = {category.code: category.name for category in context.city.category}
    options = "".join(
        f'<label><input type="radio" name="service_code" value="{code}" required'
        f"{' checked' if code == selected else ''}><span>{escape(name)}</span></label>"
        for code, name in {
            **category_names,
            OTHER_CATEGORY: category_names.get(OTHER_CATEGORY, labels.OTHER),
        }.items()
    )
    content = f'<div class="categories">{options}</div>'
    return _fieldset("service_code", labels.CATEGORY, content, form_state)


def _description_input(form_state: ReportFormState) -> str:
    content = (
        f'<textarea id="description" name="description" rows="4" maxlength="{MAX_TEXT_LENGTH}" '
        f'aria-label="{labels.TEXT}" aria-describedby="description-hint">'
        f"{escape(form_state.values.get('description', ''))}</textarea>"
        f'<span class="hint" id="description-hint">{labels.TEXT_HINT}</span>'
    )
    return _fieldset("description", labels.TEXT, content, form_state)


def _contact_input(form_state: ReportFormState) -> str:
    content = (
        f'<input id="contact" name="contact" type="email" maxlength="{MAX_CONTACT_LENGTH}" '
        f'autocomplete="email" aria-label="{labels.CONTACT}" aria-describedby="contact-hint" '
        f'value="{escape(form_state.values.get("contact", ""))}">'
        f'<span class="hint" id="contact-hint">{labels.CONTACT_HINT}</span>'
    )
    return _fieldset("contact", labels.CONTACT, content, form_state)
