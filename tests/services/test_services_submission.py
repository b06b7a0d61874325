"""A report filed here stands in the store whole and once, and its reporter only enciphered."""

from dataclasses import replace

import pytest

from bootstrap import World
from data.core.follow_up.records import Picture
from data.core.report.record import Placement
from data.services.submission import OWN, Draft, Filings
from data.store import follow_ups as stored
from tests.builders import hours_before
from tests.personas import ANGGREK, IN_ANGGREK, MONDAY_NOON
from tests.pulls import kinds, reports

LAT, LONG = IN_ANGGREK
DRAFT = Draft("first", "warga", "sampah", "menumpuk di selokan", lat=LAT, long=LONG)
PHOTO = Picture("p" * 20, "report", "image/jpeg", 4, 3, b"jpeg")


def filings(world: World) -> Filings:
    where = (world.locate, world.names)
    return Filings(world.engine, world.city, world.clock, world.timekeeper, where, b"secret", world.hide)


def test_a_filed_report_is_placed_and_gets_the_deadline_of_its_category(town_on_each: World) -> None:
    receipt = filings(town_on_each).file(DRAFT)
    row = reports(town_on_each.engine)[receipt.service_request_id]
    assert (row["source"], row["area_code"], row["placement"]) == (OWN, ANGGREK, Placement.POINT)
    assert row["requested_datetime"] == MONDAY_NOON
    assert row["expected_datetime"] == hours_before(-48)  # the town's policy: 48 jam for sampah
    assert kinds(town_on_each.engine, receipt.service_request_id) == ["received"]


def test_the_same_report_sent_twice_gets_one_receipt(town_on_each: World) -> None:
    first, again = (filings(town_on_each).file(DRAFT) for _ in range(2))
    assert first == again
    assert len(reports(town_on_each.engine)) == 1


def test_the_number_on_a_receipt_is_of_the_day_in_the_city(town: World) -> None:
    assert filings(town).file(DRAFT).service_request_id.startswith("P261123-")  # MONDAY_NOON in WITA


def test_a_report_without_a_point_lies_in_the_area_that_is_named(town: World) -> None:
    draft = replace(DRAFT, lat=None, long=None, area_name="ANGGREK")
    receipt = filings(town).file(draft)
    row = reports(town.engine)[receipt.service_request_id]
    assert (row["area_code"], row["placement"]) == (ANGGREK, Placement.NAMED)


def test_the_key_of_a_receipt_opens_its_own_report_only(town: World) -> None:
    one, two = (filings(town).file(replace(DRAFT, submission=name)) for name in "ab")
    assert filings(town).opened_by(one.service_request_id, one.key)
    assert not filings(town).opened_by(two.service_request_id, one.key)
    assert not filings(town).opened_by("P261123-2222", one.key)


def test_a_contact_is_read_by_the_board_and_by_nobody_who_reads_its_store(town: World) -> None:
    receipt = filings(town).file(replace(DRAFT, contact="mailto:maria@example.org"))
    key = (OWN, receipt.service_request_id)
    with town.engine.connect() as connection:
        kept = stored.filing_of(connection, key)
        assert kept is not None and kept.contact is not None
        assert filings(town).contact(connection, key) == "mailto:maria@example.org"
    assert "maria" not in kept.contact
    row = reports(town.engine)[receipt.service_request_id]
    assert row["reporter"] == town.hide("mailto:maria@example.org")


def test_pictures_are_kept_with_the_report(town_on_each: World) -> None:
    receipt = filings(town_on_each).file(replace(DRAFT, pictures=(PHOTO,)))
    key = (OWN, receipt.service_request_id)
    with town_on_each.engine.connect() as connection:
        (shown,) = stored.pictures_of(connection, [key])[key]
        found = stored.picture_at(connection, shown.picture_id)
    assert found == (key, PHOTO)


def test_a_report_of_no_category_is_not_filed(town: World) -> None:
    with pytest.raises(ValueError, match="no category 'bulan'"):
        filings(town).file(replace(DRAFT, service_code="bulan"))
    assert reports(town.engine) == {}
