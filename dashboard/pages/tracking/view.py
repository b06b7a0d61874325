"""HTML of a report as its reporter sees it: status, deadline and history, without the names of accounts."""

from dataclasses import dataclass
from html import escape

from dashboard.pages.tracking import labels
from dashboard.ui import labels as ui_labels
from dashboard.ui import report_labels
from dashboard.ui.format import format_moment
from dashboard.ui.locations import location_text
from dashboard.web.context import WebContext
from dashboard.web.html import button, form, hidden
from data.core.access import Role
from data.core.follow_up.records import FollowUp, PictureMetadata
from data.core.follow_up.workflow import ACTION_RULES, ActionType, allowed_actions
from data.core.status import Status
from data.services.follow_up import ReportDetail

STAR = "\N{BLACK STAR}"


@dataclass(frozen=True)
class ReceiptHiddenFields:
    """The address, receipt key and submission id of the page's forms."""

    url: str
    key: str
    submission_id: str


def search_form(number: str) -> str:
    """Return the form for a number and a key."""
    fields = "".join(
        f'<div class="field"><label for="{name}">{label}</label><input id="{name}" name="{name}" required '
        f'autocomplete="off" autocapitalize="none" spellcheck="false" value="{escape(value)}"></div>'
        for name, label, value in (
            ("number", labels.NUMBER, number),
            ("key", labels.KEY, ""),
        )
    )
    return (
        f'<section class="card"><h1>{labels.TRACK_TITLE}</h1><p>{labels.TRACK_LEAD}</p>'
        f"{form('/lacak', fields, labels.SEARCH_BUTTON)}"
        f"{button('/lapor', ui_labels.REPORT_FORM, 'second')}</section>"
    )


def receipt_page(
    context: WebContext, report: ReportDetail, hidden_fields: ReceiptHiddenFields, *, is_new: bool
) -> str:
    """Return the whole page of one report."""
    actions = allowed_actions(report.standing.status_description, Role.REPORTER)
    return "".join(
        (
            _receipt_card(report, hidden_fields, is_new=is_new),
            _answer_form(report, hidden_fields) if ActionType.ANSWER_QUESTION in actions else "",
            _status_card(context, report),
            _rating_form(report, hidden_fields) if ActionType.RATE in actions else "",
            _evidence(report, hidden_fields),
            button("/lapor", labels.FILE_ANOTHER, "second"),
        )
    )


def _receipt_card(report: ReportDetail, hidden_fields: ReceiptHiddenFields, *, is_new: bool) -> str:
    title = labels.RECEIVED if is_new else labels.TRACK_TITLE
    return (
        f'<section class="card receipt{" new" if is_new else ""}"><h1>{title}</h1>'
        f"<dl><dt>{labels.NUMBER}</dt><dd>{escape(report.key[1])}</dd>"
        f"<dt>{labels.KEY}</dt><dd>{escape(hidden_fields.key)}</dd></dl><p>{labels.KEEP_RECEIPT}</p>"
        f'<button type="button" class="second" id="push" data-to="{escape(hidden_fields.url)}/langganan" '
        f"hidden>{labels.PUSH}</button></section>"
    )


def _status_card(context: WebContext, report: ReportDetail) -> str:
    standing, zone = report.standing, context.city.zone
    area_text = location_text(context, standing.service_code, standing.area_code, standing.placement)
    lines = [area_text, f"Masuk {format_moment(standing.requested_datetime, zone)}"]
    if standing.status == Status.OPEN and standing.expected_datetime:
        lines.append(f"{labels.DUE} {format_moment(standing.expected_datetime, zone)}")
    if report.details.get("joined_to"):
        lines.append(labels.JOINED)
    lines_html = "".join(f"<p>{escape(line)}</p>" for line in lines)
    name = escape(context.city.get_category(standing.service_code).name)
    status_text = escape(report_labels.status_label(standing.status_description))
    return (
        f'<section class="card"><h2>{name}</h2><p class="lead"><b>{status_text}</b></p>{lines_html}'
        f"{_history(context, report)}</section>"
    )


def _history(context: WebContext, report: ReportDetail) -> str:
    visible = [follow_up for follow_up in report.follow_ups if follow_up.move in labels.HISTORY_LABELS]
    lines = "".join(f"<li>{_history_entry(context, follow_up)}</li>" for follow_up in reversed(visible))
    return f'<h2>{labels.HISTORY}</h2><ol class="entries">{lines}</ol>' if lines else ""


def _history_entry(context: WebContext, follow_up: FollowUp) -> str:
    """Return one action; its note only if the workflow makes it visible to the reporter."""
    label = labels.HISTORY_LABELS[follow_up.move].format(
        agency=follow_up.agency or "", stars=follow_up.stars or ""
    )
    note_visible = (
        ACTION_RULES[ActionType(follow_up.move)].visible_to_reporter or follow_up.role == Role.REPORTER
    )
    note = f"<q>{escape(follow_up.note)}</q>" if follow_up.note and note_visible else ""
    time_text = format_moment(follow_up.at, context.city.zone)
    return f"<b>{escape(label)}</b><small>{escape(time_text)}</small>{note}"


def _evidence(report: ReportDetail, hidden_fields: ReceiptHiddenFields) -> str:
    after_photos = [picture for picture in report.pictures if picture.purpose == "after"]
    images_html = "".join(_evidence_image(picture, hidden_fields) for picture in after_photos)
    return f'<section class="card"><h2>{labels.EVIDENCE}</h2>{images_html}</section>' if images_html else ""


def _evidence_image(picture: PictureMetadata, hidden_fields: ReceiptHiddenFields) -> str:
    url = f"{escape(hidden_fields.url)}/foto/{picture.picture_id}"
    return f'<img src="{url}" alt="{labels.EVIDENCE}" loading="lazy">'


def _hidden_inputs(action_type: ActionType, report: ReportDetail, hidden_fields: ReceiptHiddenFields) -> str:
    return (
        hidden("move", action_type)
        + hidden("submission", hidden_fields.submission_id)
        + hidden("seen", str(report.change))
    )


def _answer_form(report: ReportDetail, hidden_fields: ReceiptHiddenFields) -> str:
    questions = [
        follow_up.note for follow_up in report.follow_ups if follow_up.move == ActionType.ASK_REPORTER
    ]
    question = f"<p><q>{escape(questions[-1])}</q></p>" if questions else ""
    note = (
        f'<div class="field"><label for="note">Jawaban Anda</label><textarea id="note" name="note" rows="3" '
        f'maxlength="1000" required></textarea><span class="hint">{labels.ANSWER_HINT}</span></div>'
    )
    fields_html = _hidden_inputs(ActionType.ANSWER_QUESTION, report, hidden_fields) + note
    return (
        f'<section class="card question"><h2>{labels.ANSWER}</h2>{question}'
        f"{form(hidden_fields.url, fields_html, labels.ANSWER_SEND)}</section>"
    )


def _rating_form(report: ReportDetail, hidden_fields: ReceiptHiddenFields) -> str:
    rating = report.details.get("rating")
    if rating:
        thanks = labels.RATED.format(stars=rating)
        return f'<section class="card"><p class="lead">{thanks}</p></section>'
    stars = "".join(
        f'<label><input type="radio" name="stars" value="{number}" required>'
        f'<span><b aria-hidden="true">{STAR * number}</b> {label}</span></label>'
        for number, label in enumerate(labels.STARS, start=1)
    )
    fields_html = f'{_hidden_inputs(ActionType.RATE, report, hidden_fields)}<div class="stars">{stars}</div>'
    return (
        f'<section class="card"><h2>{labels.RATE}</h2><p>{labels.RATE_LEAD}</p>'
        f"{form(hidden_fields.url, fields_html, labels.RATE_SEND)}</section>"
    )
