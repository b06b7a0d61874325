"""Components rendered to HTML: the same elements, and all text escaped."""

import dash_svg as svg
import pytest
from dash import dcc, html

from dashboard.ui.render_html import markup


@pytest.mark.parametrize(
    ("component", "text"),
    [
        (html.P("a < b & c"), "<p>a &lt; b &amp; c</p>"),
        (html.B(0), "<b>0</b>"),
        (html.Td([1, html.Small("kini 2"), None], colSpan=3), '<td colspan="3">1<small>kini 2</small></td>'),
        (
            html.A("x", href='?a="b"&c', className="figure"),
            '<a href="?a=&quot;b&quot;&amp;c" class="figure">x</a>',
        ),
        (
            html.I(style={"width": "3%", "backgroundColor": "red"}),
            '<i data-style="width:3%;background-color:red"></i>',
        ),
        (html.Div(key="k", **{"data-cell": "new@:x"}), '<div data-cell="new@:x"></div>'),
        (svg.Svg(svg.Rect(x="1"), viewBox="0 0 1 1"), '<svg viewBox="0 0 1 1"><rect x="1"></rect></svg>'),
        (html.Details(html.Summary("s"), open=True), '<details open=""><summary>s</summary></details>'),
    ],
)
def test_a_component_as_text(component: object, text: str) -> None:
    assert sorted(markup(component)) == sorted(text)
    assert markup(component).split(" ")[0] == text.split(" ")[0]


def test_text_and_attributes_are_escaped() -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    text = markup(html.Td(hostile, title=hostile, className=hostile))
    assert "<script" not in text
    assert "<img" not in text
    assert text.count("<") == 2


def test_components_of_dcc_are_rejected() -> None:
    with pytest.raises(TypeError, match="Store"):
        markup(html.Div(dcc.Store(id="x")))
