"""What reporters write and where they say it is, in Indonesian."""

from data.core.config.city import Category
from data.sources.simulated.gazetteer import Area
from data.sources.simulated.random_draws import Dice
from data.sources.simulated.sentences import CLOSINGS, EMOJI, GENERIC_SENTENCES, LANDMARKS, SENTENCES, STREETS

_EMPTY_SHARE, _SECOND_LINE_SHARE, _EMOJI_SHARE = 0.02, 0.05, 0.04
_ADDRESS_SHARE = 0.85


def draw_description(dice: Dice, category: Category) -> str:
    """A citizen's few words; now and then none, a second line, or an emoji."""
    if dice.chance(_EMPTY_SHARE):
        return ""
    sentence = dice.pick(SENTENCES.get(category.code, GENERIC_SENTENCES))
    text = sentence.format(spot=dice.pick(LANDMARKS), name=category.name)
    text += f" {dice.pick(EMOJI)}" if dice.chance(_EMOJI_SHARE) else ""
    return text + (f"\n{dice.pick(CLOSINGS)}" if dice.chance(_SECOND_LINE_SHARE) else "")


def draw_address(dice: Dice, area: Area) -> str | None:
    """A street and a number, of streets that every town has."""
    if not dice.chance(_ADDRESS_SHARE):
        return None
    return f"Jl. {dice.pick(STREETS)} No. {int(dice.between(1, 180))}, {area.name}"


def draw_reporter(dice: Dice) -> str:
    """An invented token; a few of them report a great deal, as a few people do."""
    return f"warga-{int(3_000 * dice.between(0, 1) ** 2.2) + 1:04d}"
