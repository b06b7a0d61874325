"""``GET /api/v1/review``: what happened between two moments, as JSON."""

from pathlib import Path

import pytest
from dash import Dash

from dashboard.app import create_app
from tests.dashboard.office_pages import asked, site_of, town_at_work


@pytest.fixture
def app(tmp_path: Path) -> Dash:
    """The web app of the town at Monday noon."""
    return create_app(site_of(town_at_work(tmp_path)))


def test_the_review_of_a_period(app: Dash) -> None:
    """Times without a zone are the town's own."""
    found = asked(app, "/api/v1/review?since=2026-11-22T00:00&until=2026-11-23T12:00")
    assert found.status_code == 200
    body = found.json()
    assert body["since"] == "2026-11-21T16:00:00+00:00"
    assert (body["flow"]["new"], body["flow"]["closed"], body["flow"]["closing"]) == (6, 2, 4)
    assert [row["name"] for row in body["parents"]] == ["Barat", "Timur", None]
    assert found.headers["etag"]


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("", "since belum diisi"),
        ("since=2026-11-22", "until belum diisi"),
        ("since=kemarin&until=2026-11-23", "since = 'kemarin'"),
        ("since=2026-11-22&until=0001-01-01T00:00", "until = '0001-01-01T00:00'"),
        ("since=2026-11-23&until=2026-11-23", "since harus lebih awal daripada until"),
        ("since=2026-11-24&until=2026-11-23", "since harus lebih awal daripada until"),
    ],
)
def test_a_wrong_period_is_named(app: Dash, query: str, detail: str) -> None:
    """In the words of whoever asks."""
    found = asked(app, f"/api/v1/review?{query}")
    assert found.status_code == 422
    assert detail in found.json()["detail"]
