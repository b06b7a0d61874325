"""Plain pages, written by the server: sign-in works without a script, and while Dash is out of order."""

from html import escape

from starlette.responses import HTMLResponse

from dashboard.ui import labels
from data.core.config.city import City

STYLES = ("base.css", "document.css")
SCRIPTS = ("document.js", "install.js")
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
    body_class: str = "gatehouse",
) -> HTMLResponse:
    """A whole document around a body that is safe to send as it is.

    :param again_seconds: after which the browser asks for the same address again; 0 for never
    :param styles, scripts: further files of the assets
    :param kind: classes of the body
    """
    style_tags = "".join(
        f'<link rel="stylesheet" href="/assets/{escaped_title}">' for escaped_title in (*STYLES, *styles)
    )
    script_tags = "".join(
        f'<script src="/assets/{escaped_title}" defer></script>' for escaped_title in (*SCRIPTS, *scripts)
    )
    refresh_tag = f'<meta http-equiv="refresh" content="{refresh_seconds}">' if refresh_seconds else ""
    practice_badge = f'<span class="practice">{labels.PRACTICE}</span>' if city.simulated else ""
    escaped_title, city_name = escape(title), escape(f"{city.name}")
    return HTMLResponse(
        f'<!doctype html><html lang="id"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{refresh_tag}'
        f'<title>{city_name} · {escaped_title}</title><link rel="icon" href="/ikon/any-192.png">{PWA_TAGS}'
        f"{style_tags}{script_tags}</head>"
        f'<body class="{body_class}"><header><span class="place">{city_name}</span>'
        f'<span class="board">{escape(city.title)}</span>{practice_badge}</header><main>{body}</main></body></html>',
        status_code=status,
        headers={"Cache-Control": "no-store"},
    )


def banner(message: str, css_class: str = "wrong") -> str:
    """A message above a form, read out by screen readers; nothing where there are no words."""
    role = "alert" if css_class == "wrong" else "status"
    return f'<p class="said {css_class}" role="{role}">{escape(message)}</p>' if message else ""


def hidden(name: str, value: str) -> str:
    """A field that nobody sees."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">' if value else ""


def field(
    name: str, label: str, autocomplete: str, *, value: str = "", hint: str = "", show_label: str = ""
) -> str:
    """A labelled field; with ``show`` it is a password's, and a script may offer to show it."""
    input_type = "password" if show_label else "text"
    described_by = f' aria-describedby="{name}-hint"' if hint else ""
    hint_html = f'<span class="hint" id="{name}-hint">{escape(hint)}</span>' if hint else ""
    attributes = (
        f' data-show="{escape(show_label)}"' if show_label else ' autocapitalize="none" spellcheck="false"'
    )
    return (
        f'<div class="field"><label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="{name}" type="{input_type}" autocomplete="{autocomplete}" value="{escape(value)}" '
        f"required{attributes}{described_by}>{hint_html}</div>"
    )


def form(action: str, content: str, button_label: str, css_class: str = "first") -> str:
    """A form with its one button."""
    return (
        f'<form method="post" action="{action}">{content}'
        f'<button type="submit" class="{css_class}">{escape(button_label)}</button></form>'
    )


def button(url: str, label: str, css_class: str = "first") -> str:
    """A link that looks like a button."""
    return f'<a class="{css_class}" href="{escape(url)}">{escape(label)}</a>'
