"""Texts, addresses and reporters of simulated reports, in Indonesian."""

from data.core.config.city import Category
from data.sources.simulated.gazetteer import Area
from data.sources.simulated.random_draws import RandomDraws
from data.sources.simulated.sentences import CLOSINGS, EMOJI, GENERIC_SENTENCES, LANDMARKS, SENTENCES, STREETS

_EMPTY_SHARE, _SECOND_LINE_SHARE, _EMOJI_SHARE = 0.02, 0.05, 0.04
_ADDRESS_SHARE = 0.85


def draw_description(draws: RandomDraws, category: Category) -> str:
    """Draw a short description; sometimes empty, with a second line, or with an emoji."""
    if draws.chance(_EMPTY_SHARE):
        return ""
    sentence = draws.pick(SENTENCES.get(category.code, GENERIC_SENTENCES))
    text = sentence.format(spot=draws.pick(LANDMARKS), name=category.name)
    text += f" {draws.pick(EMOJI)}" if draws.chance(_EMOJI_SHARE) else ""
    return text + (f"\n{draws.pick(CLOSINGS)}" if draws.chance(_SECOND_LINE_SHARE) else "")


def draw_address(draws: RandomDraws, area: Area) -> str | None:
    """Draw a street with a number, of names that exist in every city; sometimes None."""
    if not draws.chance(_ADDRESS_SHARE):
        return None
    return f"Jl. {draws.pick(STREETS)} No. {int(draws.between(1, 180))}, {area.name}"


def draw_reporter(draws: RandomDraws) -> str:
    """Draw an invented reporter; a few of them file many reports, as a few people do."""
    return f"warga-{int(3_000 * draws.between(0, 1) ** 2.2) + 1:04d}"
