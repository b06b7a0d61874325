"""Ids of the page's components."""

PAGE = "casefile"
NAME = "casefile-name"
STATUS_LINE = "casefile-standing"
BANNER = "casefile-banner"
LINKS = "casefile-ways"
BODY = "casefile-body"
SECTIONS = (NAME, STATUS_LINE, BANNER, LINKS, BODY)

SHOWN_DIGESTS = "casefile-shown"  # digests of the sections shown: a section is sent again only if it differs
CLOCK = "casefile-clock"  # the server's time, and the moment from which the data is too old
REFRESH_TIMER = "casefile-beat"
RENDERED = "casefile-drawn"
