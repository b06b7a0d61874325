"""Personas and places of the test city, the same in all tests.

The city has two kecamatan, Barat and Timur, of two kelurahan each, squares of a hundredth of a degree:

    Barito   Delima        31.01.01.1002   31.01.02.1002
    Anggrek  Cempaka       31.01.01.1001   31.01.02.1001
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from data.core.access import ANONYMOUS, Principal, Role

ZONE = ZoneInfo("Asia/Makassar")
WEST, SOUTH, SIDE = 124.80, 1.40, 0.01

ANGGREK, BARITO = "31.01.01.1001", "31.01.01.1002"
CEMPAKA, DELIMA = "31.01.02.1001", "31.01.02.1002"
BARAT, TIMUR = "31.01.01", "31.01.02"

AREAS = (
    (ANGGREK, "Anggrek", BARAT, "Barat"),
    (BARITO, "Barito", BARAT, "Barat"),
    (CEMPAKA, "Cempaka", TIMUR, "Timur"),
    (DELIMA, "Delima", TIMUR, "Timur"),
)

# Each a latitude and a longitude, in degrees.
IN_ANGGREK, IN_BARITO = (SOUTH + 0.005, WEST + 0.005), (SOUTH + 0.015, WEST + 0.005)
IN_CEMPAKA, IN_DELIMA = (SOUTH + 0.005, WEST + 0.015), (SOUTH + 0.015, WEST + 0.015)
AT_SEA = (SOUTH - 1, WEST)

MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=ZONE).astimezone(UTC)


@dataclass(frozen=True)
class Reporter:
    """A citizen. The name is stored as a keyed hash only, and never shown."""

    name: str


OPERATOR = Principal("operator.1", Role.OPERATOR)
DEPUTY_MAYOR = Principal("wakil.walikota", Role.DEPUTY_MAYOR)
CAMAT_BARAT = Principal("camat.barat", Role.CAMAT, BARAT)
EXECUTOR_BARAT = Principal("pelaksana.barat.1", Role.EXECUTOR, BARAT)
CAMAT_TIMUR = Principal("camat.timur", Role.CAMAT, TIMUR)
REPORTER = Principal("P261125-7K3Q", Role.REPORTER)
WALL_DISPLAY = Principal("layar utama", Role.DISPLAY)
STAFF_PRINCIPALS = (OPERATOR, DEPUTY_MAYOR, CAMAT_BARAT, EXECUTOR_BARAT, CAMAT_TIMUR)
ALL_PRINCIPALS = (*STAFF_PRINCIPALS, WALL_DISPLAY, ANONYMOUS)

MARIA = Reporter("Maria Rumengan")
YOHANIS = Reporter("Yohanis Wowor")


def local_time(text: str) -> datetime:
    """Return local time of the city, such as ``"2026-11-23 12:00"``, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)
