"""Ids of the page's components."""

PAGE = "feeds"
STATUS_LINE = "feeds-standing"
NOTICES = "feeds-notices"
CARDS = "feeds-cards"
REFRESH_TIMER = "feeds-beat"
