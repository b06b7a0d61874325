"""The area of a route's permission, where no parameter of its address names it."""

from enum import Enum


class AreaScope(Enum):
    """The area of a permission check where no parameter names it."""

    CITY = "the whole city"
    HANDLER = "the handler checks by itself, before it responds"
