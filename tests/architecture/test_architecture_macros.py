"""A file of macros says its words in macros: what stands beside them is kept from its first reader on.

Jinja evaluates a template that others import from once, without a reader, and keeps it as a module.
"""

import re

import pytest
from jinja2 import nodes

from dashboard.web.templates import TEMPLATES, environment

IMPORT = re.compile(r'{%-?\s*(?:from|import)\s+"([^"]+)"[^%]*%}')
TRANSLATORS = {"_", "gettext", "ngettext"}


def imported_templates() -> set[str]:
    """Return the templates that others import from without their own context, once for all readers."""
    return {
        match[1]
        for path in TEMPLATES.rglob("*.html")
        for match in IMPORT.finditer(path.read_text(encoding="utf-8"))
        if "with context" not in match[0]
    }


def has_words_outside_macros(source: str) -> bool:
    """Return whether a template translates anything when it is imported."""
    outside = [node for node in environment().parse(source).body if not isinstance(node, nodes.Macro)]
    return any(
        isinstance(call.node, nodes.Name) and call.node.name in TRANSLATORS
        for node in outside
        for call in [*([node] if isinstance(node, nodes.Call) else []), *node.find_all(nodes.Call)]
    )


def test_files_of_macros_translate_in_macros_only() -> None:
    names = imported_templates()
    assert {"macros/forms.html", "macros/tables.html", "review/macros.html"} <= names
    wrong = [
        name for name in sorted(names) if has_words_outside_macros((TEMPLATES / name).read_text("utf-8"))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "is_wrong"),
    [
        ('{% set text = _("From") %}{% macro part() %}{{ text }}{% endmacro %}', True),
        ('{{ ngettext("{count} day", "{count} days", 2) }}', True),
        ("{% trans %}From{% endtrans %}", True),
        ('{% macro part() %}{{ _("From") }}{% endmacro %}', False),
    ],
)
def test_words_outside_macros_are_found(source: str, is_wrong: bool) -> None:
    assert has_words_outside_macros(source) is is_wrong
