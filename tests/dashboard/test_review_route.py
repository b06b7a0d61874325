"""``GET /api/v1/review``: the flow between two moments as JSON."""

from pathlib import Path

import pytest
from dash import Dash

from dashboard.app import create_app
from tests.dashboard.office_pages import get_as, open_city_at_work, web_context_of


@pytest.fixture
def app(tmp_path: Path) -> Dash:
    """Return the app of the test city at Monday noon."""
    return create_app(web_context_of(open_city_at_work(tmp_path)))


def test_the_review_of_a_period(app: Dash) -> None:
    """Moments without a time zone are on the city's clock."""
    response = get_as(app, "/api/v1/review?since=2026-11-22T00:00&until=2026-11-23T12:00")
    assert response.status_code == 200
    body = response.json()
    assert body["since"] == "2026-11-21T16:00:00+00:00"
    assert (body["flow"]["new"], body["flow"]["closed"], body["flow"]["closing"]) == (6, 2, 4)
    assert [row["name"] for row in body["parents"]] == ["Barat", "Timur", None]
    assert response.headers["etag"]


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("", "since belum diisi"),
        ("since=2026-11-22", "until belum diisi"),
        ("since=kemarin&until=2026-11-23", "since = 'kemarin'"),
        ("since=2026-11-22&until=0001-01-01T00:00", "until = '0001-01-01T00:00'"),
        ("since=0001-01-01T10:00Z&until=2026-11-23", "since = '0001-01-01T10:00Z'"),
        ("since=2026-11-23&until=2026-11-23", "since harus lebih awal daripada until"),
        ("since=2026-11-24&until=2026-11-23", "since harus lebih awal daripada until"),
    ],
)
def test_an_invalid_period_is_rejected_with_a_reason(app: Dash, query: str, detail: str) -> None:
    """The reason names the request's parameters."""
    response = get_as(app, f"/api/v1/review?{query}")
    assert response.status_code == 422
    assert detail in response.json()["detail"]


@pytest.mark.parametrize("steps", ["0", "000001000", "0000010000", "9" * 5_000, "\u0663"])
def test_the_number_of_steps_is_limited_as_it_is_used(app: Dash, steps: str) -> None:
    """Kind: a limit is checked on the first digits, and the whole number used."""
    response = get_as(app, f"/api/v1/replay?since=2026-11-22&until=2026-11-23&steps={steps}")
    assert response.status_code == 422
    assert "1 sampai" in response.json()["detail"]


def test_steps_with_zeros_before_them_are_that_number(app: Dash) -> None:
    response = get_as(app, "/api/v1/replay?since=2026-11-22&until=2026-11-23&steps=0000000004")
    assert len(response.json()["steps"]) == 5
