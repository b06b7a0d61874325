"""Ids of the page's components."""

PAGE = "recap"
CONTROLS = "recap-choice"
STATUS_LINE = "recap-standing"
CONTENT = "recap-figures"
REFRESH_TIMER = "recap-beat"
MESSAGE = "recap-message"
COPY_STATUS = "recap-copied"
