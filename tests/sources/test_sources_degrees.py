"""Parsing of angles with degrees, minutes, seconds and hemispheres."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sources.degrees import parse_angle, parse_pair
from data.sources.points import parse_position
from data.sources.values import parse_coordinates

# 1 degree, 29 minutes, 30 seconds are 1 + 29/60 + 30/3600 = 1.491666... degrees.
ANGLES = [
    ("1\u00b029'30\"", 1.491666667, None),
    ("1\u00b0 29\u2032 30\u2033 N", 1.491666667, "lat"),
    ("1\u00b029'30\" LU", 1.491666667, "lat"),
    ("LU 1\u00b029'30\"", 1.491666667, "lat"),
    ("6\u00b012'00\"LS", -6.2, "lat"),
    ("S 6\u00b012'", -6.2, "lat"),
    ("124\u00b050'24\" BT", 124.84, "long"),
    ("124 50 24 E", 124.84, "long"),
    ("124 50.4 e", 124.84, "long"),
    ("70:30:00 W", -70.5, "long"),
    ("70\u00b030'00,0\" BB", -70.5, "long"),
    ("-6\u00b012'", -6.2, None),
    ("1.4917\u00b0 N", 1.4917, "lat"),
    ("124,84 BT", 124.84, "long"),
]


@pytest.mark.parametrize(("written", "degrees", "axis"), ANGLES)
def test_an_angle_is_read(written: str, degrees: float, axis: str | None) -> None:
    angle = parse_angle(written)
    assert angle is not None
    assert (angle.degrees, angle.axis) == (pytest.approx(degrees), axis)


INVALID_ANGLES = ["", "1.49", "124,84", "1\u00b061'00\" N", "1\u00b000'60\" N", "N 1\u00b029' S",
                  "-1\u00b029' LS", "1234 50 24 E", "Jl. Sam Ratulangi 12", "1 29 30 40",
                  "12 Mei"]  # fmt: skip


@pytest.mark.parametrize("written", INVALID_ANGLES)
def test_other_texts_are_not_parsed_as_angles(written: str) -> None:
    assert parse_angle(written) is None


PAIRS = [
    ("1\u00b029'30\"N 124\u00b050'24\"E", (1.491666667, 124.84)),
    ("1\u00b029'30\" LU, 124\u00b050'24\" BT", (1.491666667, 124.84)),
    ("124\u00b050'24\" BT; 1\u00b029'30\" LU", (1.491666667, 124.84)),
    ("1.4917 N, 124.84 E", (1.4917, 124.84)),
    ("(6\u00b012'LS, 106\u00b049'BT)", (-6.2, 106.816666667)),
]


@pytest.mark.parametrize(("written", "found"), PAIRS)
def test_two_angles_are_a_position_whichever_comes_first(written: str, found: tuple[float, float]) -> None:
    assert parse_pair(written) == pytest.approx(found)
    assert parse_position(written) == pytest.approx(found)


@pytest.mark.parametrize(
    "written", ["1\u00b029' N, 2\u00b029' N", "1\u00b029' N", "Jalan 1, Blok 2", "a, b, c"]
)
def test_two_angles_of_one_axis_are_not_a_position(written: str) -> None:
    assert parse_pair(written) is None


def test_columns_take_angles_of_their_own_axis_only() -> None:
    issues: list[str] = []
    coordinate_pair = parse_coordinates("1\u00b029'30\" LU", "124\u00b050'24\" BT", issues)
    assert (coordinate_pair["lat"], coordinate_pair["long"]) == (
        pytest.approx(1.491666667),
        pytest.approx(124.84),
    )
    assert issues == []
    assert parse_coordinates("124\u00b050'24\" BT", "124.8", issues) == {"lat": None, "long": None}
    assert len(issues) == 1
    assert "is not a position in degrees" in issues[0]


@given(
    st.integers(0, 89), st.integers(0, 59), st.integers(0, 59), st.sampled_from(["LU", "LS", "N", "S", "U"])
)
def test_degrees_minutes_and_seconds_round_trip(whole: int, minutes: int, seconds: int, side: str) -> None:
    angle = parse_angle(f"{whole}\u00b0{minutes:02}'{seconds:02}\" {side}")
    assert angle is not None
    sign = -1 if side in ("LS", "S") else 1
    assert sign * angle.degrees * 3600 == pytest.approx(whole * 3600 + minutes * 60 + seconds)
