"""Parts of the review as HTML."""

from typing import Any

from dashboard.pages.review.sections.page import SECTIONS, SHARED
from dashboard.pages.review.view import FigureLink, ReviewView
from dashboard.web.templates import environment, render
from tests.dashboard.html_pages import HtmlElement, parse_html


def section_html(name: str, view: ReviewView, **values: Any) -> HtmlElement:
    """Return a section of a review, as its template draws it.

    :param values: ``section``, in place of what is computed for it
    """
    section = SECTIONS[name](view) if name in SECTIONS else None
    return parse_html(render(f"review/{name}.html", **{"view": view, "section": section, **SHARED, **values}))


def figure_html(link: FigureLink) -> HtmlElement:
    """Return the element of a number."""
    (element,) = parse_html(review_macro("figure", link)).children
    assert isinstance(element, HtmlElement)
    return element


def review_macro(name: str, *values: Any) -> str:
    """Return the HTML of a part that several sections draw."""
    macros: Any = environment().get_template("review/macros.html").module
    return str(getattr(macros, name)(*values))
