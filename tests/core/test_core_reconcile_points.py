"""Noise in the last digits of a coordinate is no move; a real change of the point is one."""

from data.core.report.record import Place, Placement
from data.core.report.standing import EventKind
from tests.core.conftest import kinds
from tests.personas import ANGGREK, BARITO


def test_noise_in_the_last_digits_is_no_move(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", lat=1.405, long=124.805, updated_datetime=None)
    assert (
        report.receive("2026-11-23 12:00", lat=1.4050000000001, long=124.80499999, updated_datetime=None)
        == []
    )
    assert report.receive("2026-11-23 13:00", lat=1.40501, long=124.805, updated_datetime=None) == []
    assert (report.standing.lat, report.standing.long) == (1.405, 124.805)


def test_noise_over_a_border_moves_no_report_to_the_neighbour(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", lat=1.40999999, long=124.805, updated_datetime=None)
    report.place = Place(placement=Placement.POINT, area_code=BARITO)
    assert report.receive("2026-11-23 12:00", lat=1.41000001, long=124.805, updated_datetime=None) == []
    assert report.standing.area_code == ANGGREK


def test_a_point_that_is_metres_away_is_a_move(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", lat=1.405, long=124.805, updated_datetime=None)
    assert kinds(report.receive("2026-11-23 12:00", lat=1.40503, long=124.805, updated_datetime=None)) == [
        EventKind.MOVED
    ]
    report.place = Place(placement=Placement.POINT, area_code=BARITO)
    assert kinds(report.receive("2026-11-23 13:00", lat=1.415, long=124.805, updated_datetime=None)) == [
        EventKind.MOVED
    ]
    assert report.standing.area_code == BARITO
