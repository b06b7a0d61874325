"""A move goes into the store whole and once, beside whatever the report's source tells."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bootstrap import World
from data.core.access import Who
from data.core.follow_up import records
from data.core.follow_up.actions import ActError, Acting
from data.core.follow_up.workflow import Move, Need
from data.core.report.record import Place, Placement
from data.services.follow_up import ChangedError, Done, FollowUps, NoReportError, Sent
from data.store import follow_ups as stored
from data.store.report_states import latest_changes
from tests.builders import qlue_row
from tests.personas import CAMAT_BARAT, CEMPAKA, MONDAY_NOON, OPERATOR
from tests.pulls import at, kinds, pull_rows, reports, substance

KEY = ("qlue", "1")
AN_HOUR_LATER = MONDAY_NOON + timedelta(hours=1)
LATER_STILL = MONDAY_NOON + timedelta(hours=2)
AFTER = records.Picture("a" * 20, "after", "image/jpeg", 4, 3, b"jpeg")


def told(**changed: str) -> dict[str, object]:
    """A row of a report with a picture, as its reporter sent it."""
    return qlue_row(1, post_images="https://example.org/1.jpg", **changed)


def follow_ups(world: World) -> FollowUps:
    return FollowUps(world.engine, world.city, world.clock, world.timekeeper)


def change(world: World, key: tuple[str, str] = KEY) -> int:
    with world.engine.connect() as connection:
        return latest_changes(connection, [key])[key].change


def send(world: World, move: Move, who: Who = CAMAT_BARAT, name: str = "", **more: object) -> Done:
    pictures = more.pop("pictures", ())
    acting = Acting(move, who, MONDAY_NOON, **more)  # type: ignore[arg-type]
    sent = Sent(name or f"{move}-{change(world)}", KEY, change(world), acting, pictures)  # type: ignore[arg-type]
    return follow_ups(world).act(sent)


@pytest.fixture
def reported(town_on_each: World) -> World:
    pull_rows(town_on_each, told())
    return at(town_on_each, AN_HOUR_LATER)


def test_a_report_is_followed_up_from_disposition_to_resolution(reported: World) -> None:
    send(reported, Move.DISPOSE, agency="DLH", note="mohon diangkut")
    send(reported, Move.START)
    done = send(reported, Move.RESOLVE, note="sudah diangkut", pictures=(AFTER,))
    assert done.status_description == "selesai"
    row = reports(reported.engine)["1"]
    assert (row["status"], row["agency_responsible"], row["evidence"]) == ("closed", "DLH", True)
    assert row["closed_datetime"] == AN_HOUR_LATER
    assert kinds(reported.engine) == ["received", "status", "status", "closed"]


def test_a_report_without_a_picture_of_the_work_is_not_resolved(reported: World) -> None:
    send(reported, Move.START)
    with pytest.raises(ActError) as refused:
        send(reported, Move.RESOLVE, note="sudah")
    assert refused.value.fault is Need.AFTER
    assert reports(reported.engine)["1"]["status"] == "open"


def test_the_same_submission_is_carried_out_once_and_answered_the_same(reported: World) -> None:
    seen = change(reported)
    sent = Sent("once", KEY, seen, Acting(Move.START, CAMAT_BARAT, MONDAY_NOON))
    first, again = (follow_ups(reported).act(sent) for _ in range(2))
    assert first == again
    assert kinds(reported.engine) == ["received", "status"]


def test_nobody_is_told_what_somebody_elses_submission_came_to(reported: World) -> None:
    sent = Sent("mine", KEY, change(reported), Acting(Move.START, CAMAT_BARAT, MONDAY_NOON))
    follow_ups(reported).act(sent)
    with pytest.raises(ValueError, match="somebody else"):
        follow_ups(reported).act(replace(sent, acting=replace(sent.acting, who=OPERATOR)))


def test_who_looked_at_an_older_state_changes_nothing(reported: World) -> None:
    seen = change(reported)
    send(reported, Move.START)
    before = substance(reported.engine)
    with pytest.raises(ChangedError) as refused:
        follow_ups(reported).act(Sent("late", KEY, seen, Acting(Move.COORDINATE, OPERATOR, MONDAY_NOON)))
    assert refused.value.change == change(reported)
    assert substance(reported.engine) == before


def test_a_report_that_is_not_there_cannot_be_followed_up(reported: World) -> None:
    with pytest.raises(NoReportError):
        follow_ups(reported).act(Sent("x", ("qlue", "99"), 1, Acting(Move.START, OPERATOR, MONDAY_NOON)))


def test_a_source_that_repeats_itself_undoes_nothing(reported: World) -> None:
    send(reported, Move.START)
    send(reported, Move.RESOLVE, note="sudah", pictures=(AFTER,))
    line = pull_rows(reported, told(post_desc="uraian yang diperbarui"))
    assert line["changed"] == 1
    row = reports(reported.engine)["1"]
    assert (row["status_description"], row["evidence"]) == ("selesai", True)
    assert row["details"]["description"] == "uraian yang diperbarui"


def test_a_source_that_has_news_is_heard(reported: World) -> None:
    send(reported, Move.COORDINATE)
    pull_rows(at(reported, LATER_STILL), told(status="process"))
    assert reports(reported.engine)["1"]["status_description"] == "proses"


@pytest.mark.parametrize("word", ["process", "complete"])
def test_a_source_that_comes_behind_takes_no_credit_back(reported: World, word: str) -> None:
    send(reported, Move.START)
    send(reported, Move.RESOLVE, note="sudah", pictures=(AFTER,))
    pull_rows(at(reported, LATER_STILL), told(status=word))
    row = reports(reported.engine)["1"]
    assert (row["status_description"], row["closed_datetime"], row["reopened"]) == (
        "selesai", AN_HOUR_LATER, 0,
    )  # fmt: skip


def test_a_source_that_reopens_what_it_had_closed_is_heard(reported: World) -> None:
    send(reported, Move.START)
    send(reported, Move.RESOLVE, note="sudah", pictures=(AFTER,))
    pull_rows(at(reported, LATER_STILL), told(status="complete"))
    pull_rows(at(reported, LATER_STILL), told(status="wait"))
    row = reports(reported.engine)["1"]
    assert (row["status_description"], row["reopened"]) == ("menunggu", 1)


def test_what_the_command_center_moved_stays_moved_when_the_source_repeats_its_point(reported: World) -> None:
    send(reported, Move.NOT_OURS, note="bukan wilayah kami")
    send(reported, Move.AGREE, who=OPERATOR, place=Place(placement=Placement.NAMED, area_code=CEMPAKA))
    pull_rows(reported, told(post_desc="lain"))
    row = reports(reported.engine)["1"]
    assert (row["area_code"], row["placement"], row["lat"]) == (CEMPAKA, "named", None)


def test_a_refused_claim_returns_the_report_to_where_it_stood(reported: World) -> None:
    send(reported, Move.START)
    send(reported, Move.NOT_OURS, note="bukan wilayah kami")
    done = send(reported, Move.DISAGREE, who=OPERATOR, note="ini wilayah Anda")
    assert done.status_description == "proses"


def test_every_move_is_written_down_with_who_made_it(reported: World) -> None:
    send(reported, Move.DISPOSE, agency="DLH", note="mohon diangkut")
    with reported.engine.connect() as connection:
        (made,) = stored.follow_ups(connection, KEY)
    assert (made.move, made.who, made.role, made.agency) == ("disposisi", "camat.barat", "camat", "DLH")
    assert made.change == change(reported)
