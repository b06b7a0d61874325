"""Parts of the review as HTML."""

from typing import Any

from dashboard.pages.review import labels
from dashboard.pages.review.view import FigureLink
from dashboard.web.templates import environment, render
from tests.dashboard.html_pages import HtmlElement, parse_html


def section_html(name: str, section: Any, **values: Any) -> HtmlElement:
    """Return a section, as its template draws it."""
    return parse_html(render(f"review/{name}.html", section=section, labels=labels, **values))


def figure_html(link: FigureLink) -> HtmlElement:
    """Return the element of a number."""
    macros: Any = environment().get_template("review/macros.html").module
    (element,) = parse_html(str(macros.figure(link))).children
    assert isinstance(element, HtmlElement)
    return element
