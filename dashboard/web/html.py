"""HTML of plain pages: the sign-in works without a script, and while Dash is out of order."""

from html import escape

from markupsafe import Markup
from starlette.responses import HTMLResponse

from dashboard.web.templates import render_page
from data.core.config.city import City

PWA_TAGS = (
    '<link rel="manifest" href="/manifest.webmanifest"><meta name="theme-color" content="#0a101c">'
    '<link rel="apple-touch-icon" href="/ikon/maskable-180.png">'
)


def page(
    city: City,
    title: str,
    body: str,
    *,
    status: int = 200,
    refresh_seconds: int = 0,
    styles: tuple[str, ...] = (),
    scripts: tuple[str, ...] = (),
    body_class: str = "plain",
) -> HTMLResponse:
    """Return a whole document around a body.

    :param body: HTML in which everything is escaped already
    :param refresh_seconds: after which the browser loads the page again; 0 for never
    :param styles: names of further assets
    :param scripts: names of further assets
    :param body_class: CSS classes of the body
    """
    return render_page(
        city,
        "body.html",
        title,
        status=status,
        refresh_seconds=refresh_seconds,
        styles=styles,
        scripts=scripts,
        body_class=body_class,
        body=Markup(body),
    )


def banner(message: str, css_class: str = "wrong") -> str:
    """Return a message above a form, which screen readers read out; empty for an empty message."""
    role = "alert" if css_class == "wrong" else "status"
    return f'<p class="message {css_class}" role="{role}">{escape(message)}</p>' if message else ""


def hidden(name: str, value: str) -> str:
    """Return a hidden field; empty for an empty value."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">' if value else ""


def field(
    name: str, label: str, autocomplete: str, *, value: str = "", hint: str = "", show_label: str = ""
) -> str:
    """Return a labelled field; with ``show_label`` a password's, with a button of that label to show it."""
    input_type = "password" if show_label else "text"
    described_by = f' aria-describedby="{name}-hint"' if hint else ""
    hint_html = f'<span class="hint" id="{name}-hint">{escape(hint)}</span>' if hint else ""
    attributes = (
        f' data-show="{escape(show_label)}"' if show_label else ' autocapitalize="none" spellcheck="false"'
    )
    return (
        f'<div class="field"><label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="{name}" type="{input_type}" autocomplete="{autocomplete}" '
        f'value="{escape(value)}" required{attributes}{described_by}>{hint_html}</div>'
    )


def form(action: str, content: str, button_label: str, css_class: str = "first") -> str:
    """Return a form with one button."""
    return (
        f'<form method="post" action="{action}">{content}'
        f'<button type="submit" class="{css_class}">{escape(button_label)}</button></form>'
    )


def button(url: str, label: str, css_class: str = "first") -> str:
    """Return a link that looks like a button."""
    return f'<a class="{css_class}" href="{escape(url)}">{escape(label)}</a>'
