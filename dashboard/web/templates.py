"""Pages made of templates: Jinja2, which escapes every value, under ``dashboard/templates``.

What a template shows is computed before: by a page's ``view.py``, or by ``data``. A template holds HTML and
the words that only it shows; numbers become text by its filters, in the language of whoever reads it.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from dashboard.ui import labels
from dashboard.ui.format import number, percent, signed_number, span, typed_text
from dashboard.ui.table_columns import TableColumn
from dashboard.web.assets import asset_url
from dashboard.web.language import LANGUAGE_PATH, language_names
from dashboard.web.script_messages import script_messages
from dashboard.web.shell import current_shell
from dashboard.web.themes import THEME_LABELS, THEME_PATH
from data.core.config.city import City
from data.lib.translation import Text, current_language, gettext, ngettext

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
FILTERS = {
    "number": number, "signed": signed_number, "percent": percent, "span": span, "typed": typed_text,
}  # fmt: skip
STYLES = ("tokens.css", "base.css", "document.css", "shell.css", "print.css")
SCRIPTS = ("document.js",)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment of all templates: a value that a template misses is an error."""
    loader = FileSystemLoader(TEMPLATES)
    templates = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    templates.globals["column"] = TableColumn
    templates.filters.update(FILTERS)
    templates.install_gettext_callables(gettext, ngettext)  # type: ignore[attr-defined]
    templates.globals.update(asset=asset_url, common=labels, script_messages=script_messages)
    templates.globals.update(theme_labels=THEME_LABELS, theme_path=THEME_PATH)
    templates.globals.update(language_names=language_names, language_path=LANGUAGE_PATH)
    return templates


def render(template: str, **values: Any) -> str:
    """Return the HTML of a template.

    :raises jinja2.TemplateNotFound: there is no such template
    :raises jinja2.UndefinedError: it needs a value that is not among ``values``
    """
    return environment().get_template(template).render(**values)


def render_page(
    city: City,
    template: str,
    title: Text,
    *,
    status: int = 200,
    refresh_seconds: int = 0,
    styles: tuple[str, ...] = (),
    scripts: tuple[str, ...] = (),
    body_class: str = "plain",
    **values: Any,
) -> HTMLResponse:
    """Return the response with a whole document: a template that extends ``base.html``.

    :param refresh_seconds: after which the browser loads the page again; 0 for never
    :param styles: names of further assets
    :param scripts: names of further assets
    :param body_class: CSS classes of the body
    """
    html = render(
        template,
        city=city,
        shell=current_shell(),
        language=current_language(),
        title=title,
        refresh_seconds=refresh_seconds,
        styles=(*STYLES, *styles),
        scripts=(*SCRIPTS, *scripts),
        body_class=body_class,
        **values,
    )
    headers = {"Cache-Control": "no-store", "Content-Language": current_language()}
    return HTMLResponse(html, status_code=status, headers=headers)
