"""Ids of the page's components."""

PAGE = "formulas"
STATUS_LINE = "formulas-standing"
SCROLL_TARGET = "formulas-aimed"


def example_id(anchor: str) -> str:
    """Return the id of the box that holds a section's example."""
    return f"example-{anchor}"
