"""A small invented city, and simulated feeds of it."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from data.core.config.city import Category
from data.sources.simulated import SimulatedFeed

HOURS = {
    "sampah": 48, "coretan_iklan_liar": 168, "parkir_liar": 24, "lampu_rusak": 72, "pengemis": 72,
    "banjir_longsor": 12, "kebakaran": 6, "pohon_tumbang": 24, "narkoba": 168, "pkl_liar": 72,
}  # fmt: skip
ZONE = ZoneInfo("Asia/Makassar")

MakeFeed = Callable[..., SimulatedFeed]


@pytest.fixture(scope="session")
def noon() -> datetime:
    """Return noon of a Wednesday in the rainy months."""
    return datetime(2026, 11, 25, 12, tzinfo=ZONE)


@pytest.fixture(scope="session")
def areas() -> pd.DataFrame:
    """Return six squares of a tenth of a degree in two rows, without population figures."""
    rows = [
        (f"9.{row}.{column}", f"{name} {number}", f"9.{row}", name)
        for row, name in ((1, "Utara"), (2, "Selatan"))
        for column, number in ((1, "Satu"), (2, "Dua"), (3, "Tiga"))
    ]
    return pd.DataFrame(rows, columns=["code", "name", "parent", "parent_name"])


@pytest.fixture(scope="session")
def anchors() -> pd.DataFrame:
    """Return nine points in each square, well away from its border."""
    offsets = (0.02, 0.05, 0.08)
    rows = [
        (f"9.{row}.{column}", row / 10 + lat, 100 + column / 10 + long)
        for row in (1, 2)
        for column in (1, 2, 3)
        for lat in offsets
        for long in offsets
    ]
    return pd.DataFrame(rows, columns=["code", "lat", "long"])


@pytest.fixture(scope="session")
def categories() -> tuple[Category, ...]:
    """Return the ten categories, each with two agencies and an alias."""
    return tuple(
        Category(
            code=code,
            name=code.replace("_", " ").capitalize(),
            agencies=("Camat", f"Dinas {code}"),
            aliases=(f"{code} (lama)",),
        )
        for code in HOURS
    )


@pytest.fixture(scope="session")
def make_feed(areas: pd.DataFrame, anchors: pd.DataFrame, categories: tuple[Category, ...]) -> MakeFeed:
    """Return the factory of feeds of the invented city; keywords replace arguments."""

    def make(**changed: object) -> SimulatedFeed:
        defaults = {"areas": areas, "anchors": anchors, "categories": categories}
        defaults |= {"seed": 7, "profile": "tenang", "zone": ZONE, "hours": HOURS}
        return SimulatedFeed("latihan", **(defaults | changed))  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def quiet_feed(make_feed: MakeFeed) -> SimulatedFeed:
    """Return a shared feed of the quiet profile."""
    return make_feed()


@pytest.fixture(scope="session")
def busy_feed(make_feed: MakeFeed) -> SimulatedFeed:
    """Return a shared feed of the busy profile."""
    return make_feed(profile="sibuk")


@pytest.fixture(scope="session")
def history(busy_feed: SimulatedFeed, noon: datetime, categories: tuple[Category, ...]) -> pd.DataFrame:
    """Return the busy profile's first pull as a table with parsed times, coordinates and category codes."""
    table = pd.DataFrame([dict(row.fields) for row in busy_feed.rows(noon, None)])
    for column in ("requested_datetime", "updated_datetime", "closed_datetime"):
        table[column] = pd.to_datetime(table[column], utc=True)
    codes = {name: c.code for c in categories for name in (c.name, *c.aliases)}
    table["service_code"] = table["service_name"].map(codes)
    allowed = pd.to_timedelta(table["service_code"].map(HOURS), unit="h")
    table["expected_datetime"] = table["requested_datetime"] + allowed
    table["latitude"] = table["lat"].astype(float)
    table["longitude"] = table["long"].astype(float)
    return table
