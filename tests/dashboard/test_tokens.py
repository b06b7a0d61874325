"""Colours: both themes can be read, for every kind of colour vision; styles name colours by tokens only."""

import re
from itertools import combinations, pairwise

import numpy as np
import pytest

from dashboard.ui.color_scale import CLASSES
from dashboard.web.asset_files import asset_files
from dashboard.web.assets import read_asset

STYLES = {name: read_asset(name).decode() for name in asset_files() if name.endswith(".css")}
CSS = re.sub(r"/\*.*?\*/", "", STYLES["tokens.css"], flags=re.DOTALL)
DARK, LIGHT, AUTO, PRINT = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", block)) for block in re.findall(r"\{([^{}]*)\}", CSS)
)
THEMES = {"dark": DARK, "light": LIGHT}
# Machado, Oliveira, Fernandes (2009), "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", IEEE TVCG 15(6): table for severity 1.0, in linear RGB.
COLOR_DEFICIENCIES = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
    ],
}  # fmt: skip
STATES = ("late", "warning", "accent")
GROUNDS = ("surface", "panel", "raised")
# Text over ground; on the wall, where people read from afar, 7:1.
OFFICE_PAIRS = [
    *((text, ground) for text in ("muted", "faint", "accent", "ok") for ground in (*GROUNDS, "shaded")),
    *((text, "late-surface") for text in ("text", "muted", "late", "late-text")),
    *((text, "ok-surface") for text in ("text", "muted", "ok")),
    ("on-accent", "accent"), ("on-accent", "accent-hover"), ("on-strong", "strong"), ("on-badge", "badge"),
    ("on-badge", "badge-stripe"), ("on-broken", "broken"), ("text", "sunken"), ("muted", "sunken"),
]  # fmt: skip
WALL_PAIRS = [
    *((text, ground) for text in ("text", "muted", "late", "warning", "ok") for ground in GROUNDS),
    *((text, "late-surface") for text in ("late-text", "late-figure", "text")),
    ("map-text", "halo"), ("on-badge", "badge"),
    ("accent", "panel"),
]  # fmt: skip
# What is drawn, and the edge of what can be clicked: 3:1 (WCAG 1.4.11).
DRAWN_PAIRS = [
    ("border", "panel"), ("border", "surface"), ("focus", "panel"), ("focus", "surface"), ("focus", "raised"),
    ("series-new", "panel"), ("series-closed", "panel"), ("series-open", "sunken"), ("city-line", "panel"),
    ("pin", "surface"),
]  # fmt: skip


def to_linear_rgb(colour: str) -> np.ndarray:
    digits = colour[1:7] if len(colour) > 5 else "".join(2 * digit for digit in colour[1:4])
    values = np.array([int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours by WCAG 2."""
    low, high = sorted(
        float(np.dot([0.2126, 0.7152, 0.0722], to_linear_rgb(colour))) for colour in (first, second)
    )
    return (high + 0.05) / (low + 0.05)


def to_lab(rgb: np.ndarray) -> np.ndarray:
    """Return CIE L*a*b* of linear sRGB under D65."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distances(colours: dict[str, str], eye: str) -> dict[tuple[str, str], float]:
    """Return how far apart colours look to an eye, in CIELAB."""
    seen = {
        name: to_lab(np.array(COLOR_DEFICIENCIES[eye]) @ to_linear_rgb(colour))
        for name, colour in colours.items()
    }
    return {pair: float(np.linalg.norm(seen[pair[0]] - seen[pair[1]])) for pair in combinations(colours, 2)}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("pairs", "least"),
    [(OFFICE_PAIRS, 4.5), (WALL_PAIRS, 7), (DRAWN_PAIRS, 3)],
    ids=["office", "wall", "drawn"],
)
def test_contrast_is_enough_in_both_themes(theme: str, pairs: list[tuple[str, str]], least: float) -> None:
    tokens = THEMES[theme]
    measured = {pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in measured.items() if ratio < least} == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", COLOR_DEFICIENCIES)
def test_states_differ_for_every_color_deficiency(eye: str, theme: str) -> None:
    states = distances({name: THEMES[theme][name] for name in STATES}, eye)
    assert min(states.values()) >= 18, states  # each has its own shape, too
    with_ok = distances({name: THEMES[theme][name] for name in (*STATES, "ok")}, eye)
    assert min(with_ok.values()) >= 14, with_ok


@pytest.mark.parametrize("theme", THEMES)
def test_classes_of_counts_are_ordered_by_lightness(theme: str) -> None:
    fills = [to_linear_rgb(THEMES[theme][f"count-{number}"]) for number in range(CLASSES)]
    lightness = [float(to_lab(fill)[0]) for fill in fills]
    steps = [second - first for first, second in pairwise(lightness)]
    direction = 1 if theme == "dark" else -1
    assert min(direction * step for step in steps) >= 4, lightness


def test_every_light_block_is_the_same_and_names_every_token() -> None:
    assert LIGHT == AUTO == PRINT
    assert LIGHT.keys() == DARK.keys()


def test_styles_take_their_colours_from_tokens_only() -> None:
    """Handouts and prints are paper; browsers without custom properties must show the wall's notice."""
    own_colours = {"tokens.css", "training.css", "wall_notice.css", "map.css", "print.css"}
    literals = {
        name: re.findall(r"#[0-9a-f]{3,8}\b(?=[^{}]*\})|\brgba?\(", text)
        for name, text in STYLES.items()
        if name not in own_colours
    }
    assert {name: colours for name, colours in literals.items() if colours} == {}


def test_styles_use_only_tokens_that_exist() -> None:
    text = "".join(STYLES.values())
    set_by_scripts = {"across", "bezel", "edge", "zoom", "shift-right", "shift-down"}
    declared = set(re.findall(r"--([\w-]+):", text))
    assert set(re.findall(r"var\(--([\w-]+)", text)) <= declared | set_by_scripts
