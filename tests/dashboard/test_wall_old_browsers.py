"""What a wall loads runs in Chromium 94: no newer syntax, function or style."""

import re

import pytest

from dashboard.web.asset_bundles import BASE_BUNDLE, BUNDLE_PATTERNS, bundles
from dashboard.web.assets import asset_url, read_asset
from dashboard.web.templates import render
from data.lib.translation import use_language

# What came after Chromium 94, with the version that brought it.
NEWER_IN_SCRIPTS = {
    r"\.findLast(Index)?\(": 97, r"\bstructuredClone\(": 98, r"AbortSignal\.(timeout|any)\b": 103,
    r"\.(toSorted|toReversed|toSpliced)\(": 110, r"\b(Object|Map)\.groupBy\(": 117,
    r"Array\.fromAsync\(": 121,
    r"Promise\.withResolvers\(": 119, r"\.(isWellFormed|toWellFormed)\(": 111, r"\bURL\.canParse\(": 120,
    r"\bscheduler\.yield\(": 129, r"\.(checkVisibility|showPopover)\(": 105,
}  # fmt: skip
NEWER_IN_STYLES = {
    r":has\(": 105, r"@container\b": 105, r"@layer\b": 99, r"\bcolor-mix\(": 111,
    r"(?<![-\w])translate:": 104,
    r"(?<![-\w])rotate:": 104, r"(?<![-\w])scale:": 104, r"\d(dvh|svh|lvh|dvw|cqw|cqh|cqi)\b": 105,
    r"\bsubgrid\b": 117, r"text-wrap:": 114, r"@property\b": 0, r"\blight-dark\(": 123, r"@scope\b": 118,
    r"\bround\(": 125, r"\boklch\(": 111, r"\{[^{}]*&": 112,
}  # fmt: skip
OTHER_PAGES = re.compile(r"\.(office|plain|report-form|forms|recap|kecamatan-page)\b")
COMMENT = re.compile(r"/\*.*?\*/|(?m:^\s*//.*$)", re.DOTALL)
RULE = re.compile(r"[^{}]+\{[^{}]*\}")
NEWER_THAN_2009 = r"=>|`|\b(let|const|class|async|await|of)\s|\.\.\.|\?\.|\?\?"


def wall_source(extension: str) -> dict[str, str]:
    """Return the text of what a wall loads of its own, without comments, by file name."""
    stems = (*BUNDLE_PATTERNS[BASE_BUNDLE], "wall_notice") if extension == "css" else ("papan", "wall_notice")
    names = [f"{stem}.{extension}" for stem in stems]
    return {name: COMMENT.sub("", read_asset(name).decode()) for name in names}


def wall_rules() -> list[str]:
    """Return the rules that style a wall; a browser drops those of other pages one by one."""
    return [
        rule
        for text in wall_source("css").values()
        for rule in RULE.findall(text)
        if not OTHER_PAGES.search(rule.partition("{")[0])
    ]


@pytest.mark.parametrize("pattern", NEWER_IN_SCRIPTS)
def test_no_script_of_a_wall_uses_what_chromium_94_lacks(pattern: str) -> None:
    found = [name for name, text in wall_source("js").items() if re.search(pattern, text, re.MULTILINE)]
    assert found == []


@pytest.mark.parametrize("pattern", NEWER_IN_STYLES)
def test_no_style_of_a_wall_uses_what_chromium_94_lacks(pattern: str) -> None:
    assert [rule.strip() for rule in wall_rules() if re.search(pattern, rule)] == []


@pytest.mark.parametrize(
    ("sample", "patterns"),
    [
        ("x = list.findLast(f)", NEWER_IN_SCRIPTS),
        ("fetch(url, { signal: AbortSignal.timeout(5) })", NEWER_IN_SCRIPTS),
        ("html:has(.wall) { font-size: 1px; }", NEWER_IN_STYLES),
        (".spot { translate: -50% -50%; }", NEWER_IN_STYLES),
    ],
)
def test_the_scan_finds_newer_features(sample: str, patterns: dict[str, int]) -> None:
    assert any(re.search(pattern, sample) for pattern in patterns)


def test_the_scan_reads_the_styles_and_scripts_of_a_wall() -> None:
    assert set(wall_source("js")) == {"papan.js", "wall_notice.js"}
    assert {"wall.css", "wall_upright.css", "wall_notice.css"} <= set(wall_source("css"))
    assert len(wall_rules()) > 100
    assert {bundle.name for bundle in bundles()} >= {BASE_BUNDLE}


def test_the_notice_needs_no_syntax_of_newer_browsers() -> None:
    """A string may say anything: only code counts."""
    script = re.sub(r'"[^"\n]*"', '""', wall_source("js")["wall_notice.js"])
    assert re.search(NEWER_THAN_2009, script) is None
    assert "var(" not in read_asset("wall_notice.css").decode()


def test_the_notice_says_what_it_needs_without_any_script() -> None:
    html = render("wall/notice.html")
    assert "Peramban layar ini terlalu lama: perlu Chromium 94 atau lebih baru." in html
    assert "<noscript><p>JavaScript dimatikan pada peramban ini. " in html
    assert '<p id="wall-notice-text">Layar Pantau sedang dimuat …</p>' in html
    assert asset_url("wall_notice.js") in html and asset_url("wall_notice.css") in html


def test_the_notice_speaks_the_language_of_the_page() -> None:
    with use_language("en"):
        html = render("wall/notice.html")
    assert "The wall is being loaded …" in html and "server: {file}. The wall is loaded again" in html
