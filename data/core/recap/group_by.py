"""What the rows of a recap are; apart from their figures, so that a command line knows it without pandas."""

from enum import StrEnum


class GroupBy(StrEnum):
    """What the rows of a recap are."""

    PARENT = "parent"
    AREA = "area"
    CATEGORY = "category"
    HOLDER = "holder"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
