"""What the report form offers. Without scripts it is a plain form; with them it has a map and an outbox."""

from dataclasses import dataclass

from dashboard.web.context import WebContext
from data.core.config.city import OTHER_CATEGORY
from data.lib.translation import gettext


@dataclass(frozen=True)
class AreaGroup:
    """The areas of one parent, as codes with names.

    :param parent_name: empty in a city of one level, which has nothing to group by
    """

    parent_name: str
    areas: list[tuple[str, str]]


def area_groups(context: WebContext) -> list[AreaGroup]:
    """Return the areas to choose from, by parent and name."""
    return [_area_group(context, code, name) for code, name in context.kecamatan_names.items()]


def _area_group(context: WebContext, parent: str, parent_name: str) -> AreaGroup:
    codes = [code for code, parent_code in context.layer.parent_by_code.items() if parent_code == parent]
    areas = [(code, context.layer.name_of(code)) for code in sorted(codes, key=context.layer.name_of)]
    return AreaGroup("" if codes == [parent] else parent_name, areas)


def categories(context: WebContext) -> dict[str, str]:
    """Return the names of the categories by code, the one for other reports included."""
    names = {category.code: category.name for category in context.city.category}
    return {**names, OTHER_CATEGORY: names.get(OTHER_CATEGORY, gettext("Other"))}


def parent_level(context: WebContext) -> str:
    """Return what stands before the name of an area's parent; nothing where an area has none."""
    levels = context.city.areas
    return levels.parent_level if levels.levels > 1 else ""
