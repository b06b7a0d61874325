"""The test city with a backlog, and web contexts with a fixed principal instead of a sign-in."""

from pathlib import Path
from typing import Any

from bootstrap import AppContext
from dashboard.web.authorization import Authorizer
from dashboard.web.context import WebContext
from data.core.access import Principal, Role
from geo import AreaLayer
from tests.dashboard.web_contexts import (
    BUSY,
    MovableClock,
    feed_row,
    open_city_with_clock,
    pull_reports,
    web_context_of,
)
from tests.personas import BARAT, IN_ANGGREK, IN_BARITO, YOHANIS

OPERATOR = Principal("operator", Role.OPERATOR)
CAMAT_BARAT = Principal("camat.barat", Role.CAMAT, BARAT)
REPORTER_TEXT = "Di depan rumah Ibu Maria Rumengan"  # what reporters write must not appear

# Barat at Monday noon: 1 late by 4 h, 2 by 28 h, 11 due in 1 h, 12 in 2 h, 13 in 45 h, 5 without a deadline,
# 14 sensitive and due in 164 h.
BACKLOG_ROWS = [
    *BUSY,
    feed_row(11, 11, "Banjir", IN_ANGGREK, post_desc=REPORTER_TEXT),
    feed_row(12, 46, "Sampah", IN_BARITO),
    feed_row(13, 3, "Sampah", IN_ANGGREK),
    feed_row(14, 4, "Narkoba", IN_BARITO, profile_name=YOHANIS.name, post_desc="rumah kuning di ujung gang"),
]
FIRST_FIVE = ["11", "12", "2", "1", "13"]


class FixedAuthorizer(Authorizer):
    """An authorizer with a fixed principal."""

    def __init__(self, layer: AreaLayer, principal: Principal) -> None:
        super().__init__(layer)
        self._principal = principal

    def principal(self) -> Principal:
        """Return the fixed principal."""
        return self._principal


def with_principal(principal: Principal, web_context: WebContext) -> WebContext:
    """Return the web context with a fixed principal."""
    vars(web_context)["authorizer"] = FixedAuthorizer(web_context.layer, principal)
    return web_context


def open_backlog_city(
    folder: Path, clock: MovableClock, rows: list[dict[str, Any]] | None = None
) -> AppContext:
    """Return the test city with the reports of a backlog."""
    app_context = open_city_with_clock(folder, clock)
    reports = BACKLOG_ROWS if rows is None else rows
    if reports:
        assert pull_reports(app_context, folder, reports)["new"] == len(reports)
    return app_context


def backlog_context(
    folder: Path, rows: list[dict[str, Any]] | None = None, principal: Principal = OPERATOR
) -> WebContext:
    """Return the web context of that city with a fixed principal."""
    return with_principal(principal, web_context_of(open_backlog_city(folder, MovableClock(), rows)))
