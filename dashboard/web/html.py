"""Plain pages, written by the server: sign-in works without a script, and while Dash is out of order."""

from html import escape

from starlette.responses import HTMLResponse

from dashboard.ui import labels
from data.core.config.city import City

STYLES = ("base.css", "document.css")
SCRIPTS = ("document.js", "install.js")
INSTALLED = (
    '<link rel="manifest" href="/manifest.webmanifest"><meta name="theme-color" content="#0a101c">'
    '<link rel="apple-touch-icon" href="/ikon/maskable-180.png">'
)


def page(
    city: City,
    title: str,
    body: str,
    *,
    status: int = 200,
    again_seconds: int = 0,
    styles: tuple[str, ...] = (),
    scripts: tuple[str, ...] = (),
    kind: str = "gatehouse",
) -> HTMLResponse:
    """A whole document around a body that is safe to send as it is.

    :param again_seconds: after which the browser asks for the same address again; 0 for never
    :param styles, scripts: further files of the assets
    :param kind: classes of the body
    """
    linked = "".join(f'<link rel="stylesheet" href="/assets/{name}">' for name in (*STYLES, *styles))
    run = "".join(f'<script src="/assets/{name}" defer></script>' for name in (*SCRIPTS, *scripts))
    again = f'<meta http-equiv="refresh" content="{again_seconds}">' if again_seconds else ""
    mark = f'<span class="practice">{labels.PRACTICE}</span>' if city.simulated else ""
    name, place = escape(title), escape(f"{city.name}")
    return HTMLResponse(
        f'<!doctype html><html lang="id"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{again}'
        f'<title>{place} · {name}</title><link rel="icon" href="/ikon/any-192.png">{INSTALLED}'
        f"{linked}{run}</head>"
        f'<body class="{kind}"><header><span class="place">{place}</span>'
        f'<span class="board">{escape(city.title)}</span>{mark}</header><main>{body}</main></body></html>',
        status_code=status,
        headers={"Cache-Control": "no-store"},
    )


def said(words: str, kind: str = "wrong") -> str:
    """A message above a form, read out by screen readers; nothing where there are no words."""
    role = "alert" if kind == "wrong" else "status"
    return f'<p class="said {kind}" role="{role}">{escape(words)}</p>' if words else ""


def hidden(name: str, value: str) -> str:
    """A field that nobody sees."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">' if value else ""


def field(name: str, label: str, complete: str, *, value: str = "", hint: str = "", show: str = "") -> str:
    """A labelled field; with ``show`` it is a password's, and a script may offer to show it."""
    kind = "password" if show else "text"
    about = f' aria-describedby="{name}-hint"' if hint else ""
    told = f'<span class="hint" id="{name}-hint">{escape(hint)}</span>' if hint else ""
    offer = f' data-show="{escape(show)}"' if show else ' autocapitalize="none" spellcheck="false"'
    return (
        f'<div class="field"><label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="{name}" type="{kind}" autocomplete="{complete}" value="{escape(value)}" '
        f"required{offer}{about}>{told}</div>"
    )


def form(action: str, inside: str, button: str, kind: str = "first") -> str:
    """A form with its one button."""
    return (
        f'<form method="post" action="{action}">{inside}'
        f'<button type="submit" class="{kind}">{escape(button)}</button></form>'
    )


def button(address: str, label: str, kind: str = "first") -> str:
    """A link that looks like a button."""
    return f'<a class="{kind}" href="{escape(address)}">{escape(label)}</a>'
