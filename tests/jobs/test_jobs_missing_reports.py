"""Reports that a source no longer has, and imports that are short, old or hardly true, in every way in."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bootstrap import AppContext
from data.core.findings import Finding, FindingKind
from data.services.integrity import check_store
from data.services.live_board import snapshot_now
from data.store.findings import findings_of
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import open_feed
from jobs.pull import pull
from tests.builders import open_test_context
from tests.personas import IN_ANGGREK, MONDAY_NOON
from tests.pulls import app_context_at, csv_body, find_source, reports

NAMES = [
    "service_request_id", "requested_datetime", "status_description", "service_name", "lat", "long",
    "closed_datetime",
]  # fmt: skip
FIELDS = {name: name for name in NAMES}
WORDS = {"Diproses": "proses", "Selesai": "selesai"}
BY_HAND = {"name": "rekap", "kind": "table", "fields": FIELDS, "status_words": WORDS, "date_order": "ymd"}
SCHEDULED = {**BY_HAND, "name": "server", "every_seconds": 60, "file": "server.csv"}
GEOJSON = {
    "name": "peta",
    "kind": "geojson",
    "every_seconds": 60,
    "file": "peta.geojson",
    "fields": {name: name for name in FIELDS if name not in ("lat", "long")},
    "status_words": WORDS,
}
SQL = {
    "name": "basis",
    "kind": "sql",
    "every_seconds": 60,
    "database": {"env": "UJI_SQL"},
    "query": "select * from laporan",
    "status_words": WORDS,
}
ALL = range(1, 5)
SHORT = (20, 1, 2, 3, 4, 5, 6, 39)  # with the first and the last of forty


@pytest.fixture
def app_context(tmp_path: Path) -> AppContext:
    """Return the test city with a source of each kind that delivers everything."""
    context = open_test_context(tmp_path, source=[BY_HAND, SCHEDULED, GEOJSON])
    sync_layer(context)
    return context


def row(number: int, status: str = "Diproses", closed: str = "") -> dict[str, Any]:
    """Return a report of the day of its number."""
    lat, long = IN_ANGGREK
    filed = f"2026-11-{number % 20 + 1:02} 09:{number // 20:02}"
    return dict(zip(FIELDS, (f"V-{number}", filed, status, "Sampah", lat, long, closed), strict=True))


def table(rows: Iterable[dict[str, Any]]) -> bytes:
    """Return rows as a table."""
    return csv_body(list(FIELDS), *([str(value) for value in item.values()] for item in rows))


def collection(rows: Iterable[dict[str, Any]]) -> bytes:
    """Return rows as a GeoJSON FeatureCollection."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [item["long"], item["lat"]]},
            "properties": item,
        }
        for item in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def import_rows(
    app_context: AppContext, rows: Iterable[dict[str, Any]], name: str = "isi.csv"
) -> dict[str, Any]:
    """Import a file by hand; return the ledger line."""
    path = app_context.settings.city_file.parent / name
    path.write_bytes(table(rows))
    source = find_source(app_context, "rekap")
    return pull(app_context, source, open_feed(source, app_context, path), file=name)


def pull_scheduled(
    app_context: AppContext, rows: Iterable[dict[str, Any]], hours: float = 0
) -> dict[str, Any]:
    """Pull the scheduled source so many hours after Monday noon; return the ledger line."""
    (app_context.settings.city_file.parent / "server.csv").write_bytes(table(rows))
    later = app_context_at(app_context, MONDAY_NOON + timedelta(hours=hours))
    source = find_source(later, "server")
    return pull(later, source, open_feed(source, later))


def missing(app_context: AppContext) -> list[str]:
    """Return the ids of the missing reports."""
    return [report.key[1] for report in app_context.missing_reports.list_all()]


def findings(app_context: AppContext, line: dict[str, Any], kind: FindingKind) -> list[Finding]:
    """Return the findings of a kind of a pull."""
    with app_context.engine.connect() as connection:
        stored = findings_of(connection, line["source"], line["pull_id"])
    return [finding for finding in stored if finding.kind is kind]


@pytest.mark.parametrize("gone", ALL)
def test_what_a_file_no_longer_has_is_noted_and_stays_open(app_context: AppContext, gone: int) -> None:
    import_rows(app_context, map(row, ALL))
    line = import_rows(app_context, [row(number) for number in ALL if number != gone])
    assert (line["findings"]["missing"], line["error"]) == (1, None)
    (report,) = app_context.missing_reports.list_all()
    assert (report.key, report.since) == (("rekap", f"V-{gone}"), MONDAY_NOON)
    assert reports(app_context.engine)[f"V-{gone}"]["status"] == "open"
    assert check_store(app_context.engine, app_context.city, MONDAY_NOON) == []


def test_it_comes_back_and_the_note_vanishes(app_context: AppContext) -> None:
    import_rows(app_context, map(row, ALL))
    import_rows(app_context, [row(1), row(3), row(4)])
    line = import_rows(app_context, map(row, ALL))
    assert (missing(app_context), line["findings"]) == ([], {})


def test_a_row_that_is_rejected_is_not_missing(app_context: AppContext) -> None:
    import_rows(app_context, map(row, ALL))
    import_rows(app_context, [row(1), {**row(2), "requested_datetime": "kemarin"}, row(3), row(4)])
    assert missing(app_context) == []


def test_a_closed_report_is_not_missing_and_one_that_closes_is_no_longer(app_context: AppContext) -> None:
    import_rows(app_context, [row(1, "Selesai"), *map(row, (2, 3, 4))])
    import_rows(app_context, [row(3), row(4)])
    assert missing(app_context) == ["V-2"]
    import_rows(app_context, [row(2, "Selesai"), row(3), row(4)])
    assert missing(app_context) == []


@pytest.mark.parametrize("name", ["peta", "basis"])
def test_other_kinds_of_sources_tell_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    context = open_test_context(tmp_path, source=[GEOJSON, SQL])
    sync_layer(context)
    monkeypatch.setenv("UJI_SQL", f"sqlite:///{tmp_path / 'basis.db'}")
    source = find_source(context, name)
    for numbers in (ALL, (1, 3, 4)):
        write_sources(tmp_path, [row(number) for number in numbers])
        assert pull(context, source, open_feed(source, context))["error"] is None
    assert missing(context) == ["V-2"]


def write_sources(folder: Path, rows: list[dict[str, Any]]) -> None:
    """Write the rows as a map and as a table of a database."""
    (folder / "peta.geojson").write_bytes(collection(rows))
    connection = sqlite3.connect(folder / "basis.db")
    connection.execute("drop table if exists laporan")
    connection.execute(f"create table laporan ({', '.join(FIELDS)})")
    marks = ", ".join("?" for _ in FIELDS)
    connection.executemany(f"insert into laporan values ({marks})", [tuple(item.values()) for item in rows])
    connection.commit()
    connection.close()


def test_a_feed_that_is_suddenly_short_fails_and_nothing_is_missing(app_context: AppContext) -> None:
    pull_scheduled(app_context, map(row, range(1, 41)))
    line = pull_scheduled(app_context, map(row, SHORT), hours=1)
    assert line["error"] == "much shorter than the last: 8 of 40 rows"
    assert (missing(app_context), line["findings"]) == ([], {"implausible": 1})
    later = MONDAY_NOON + timedelta(hours=1)
    snapshot = snapshot_now(app_context.engine, app_context.city, later)
    (status,) = [source for source in snapshot.pulls if source["source"] == "server"]
    assert (status["error"], status["last_success"]) == (line["error"], MONDAY_NOON)


def test_one_that_stays_short_for_a_day_is_believed(app_context: AppContext) -> None:
    pull_scheduled(app_context, map(row, range(1, 41)))
    lines = [pull_scheduled(app_context, map(row, SHORT), hours=hours) for hours in (1, 13, 26)]
    assert [line["error"] is None for line in lines] == [False, False, True]
    assert len(missing(app_context)) == 32


def test_an_operator_accepts_a_short_one(app_context: AppContext) -> None:
    pull_scheduled(app_context, map(row, range(1, 41)))
    pull_scheduled(app_context, map(row, SHORT), hours=1)
    assert app_context.missing_reports.accept_next("server")
    assert pull_scheduled(app_context, map(row, SHORT), hours=2)["error"] is None
    assert len(missing(app_context)) == 32


def test_a_short_file_by_hand_is_stored_with_a_warning(app_context: AppContext) -> None:
    import_rows(app_context, map(row, range(1, 41)))
    line = import_rows(app_context, map(row, SHORT))
    assert (line["error"], line["warnings"]) == (None, ["much shorter than the last: 8 of 40 rows"])
    assert missing(app_context) == []


def test_an_older_file_is_named_and_says_nothing_of_what_is_missing(app_context: AppContext) -> None:
    older, newer = [row(1), row(2), row(3)], [row(1), row(2, "Selesai"), row(3), row(4)]
    import_rows(app_context, older)
    import_rows(app_context, newer)
    line = import_rows(app_context, older)
    (finding,) = findings(app_context, line, FindingKind.IMPORT_OLDER)
    ends = [datetime(2026, 11, day, 1, tzinfo=UTC).isoformat() for day in (4, 5)]
    assert [finding.subject, finding.hint] == ends
    assert "before that of the last good import" in line["warnings"][0]
    assert missing(app_context) == []


def statuses(app_context: AppContext) -> dict[str, str]:
    """Return the status of each report."""
    return {number: state["status"] for number, state in reports(app_context.engine).items()}


def test_an_older_file_does_not_close_what_the_last_one_had_open(app_context: AppContext) -> None:
    import_rows(app_context, [row(1), row(2), row(3)])
    import_rows(app_context, [row(1, "Selesai", "2026-11-02 10:00"), row(2)])
    assert statuses(app_context)["V-1"] == "open"


def test_an_older_file_closes_what_the_last_one_did_not_hold(app_context: AppContext) -> None:
    import_rows(app_context, [row(1)])
    import_rows(app_context, [row(5), row(6)])
    import_rows(app_context, [row(1, "Selesai", "2026-11-02 10:00"), row(2)])
    assert statuses(app_context)["V-1"] == "closed"


def test_a_feed_whose_newest_report_is_deleted_still_closes_others(app_context: AppContext) -> None:
    pull_scheduled(app_context, map(row, range(1, 9)))
    line = pull_scheduled(app_context, [row(1, "Selesai"), *map(row, range(2, 8))], hours=1)
    assert statuses(app_context)["V-1"] == "closed"
    assert "import_older" not in line["findings"]


def test_of_two_rows_of_one_report_the_one_that_remains_is_news(app_context: AppContext) -> None:
    twice, once = [row(1), row(2), row(2, "Selesai"), row(3)], [row(1), row(2), row(3)]
    for rows, status in ((twice, "closed"), (twice, "closed"), (once, "open"), (twice, "closed")):
        import_rows(app_context, rows)
        assert statuses(app_context)["V-2"] == status


def test_an_older_file_that_is_long_is_read_twice(
    app_context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.pull.BATCH_SIZE", 1)
    newer = [*map(row, range(1, 9)), row(19)]
    import_rows(app_context, newer)
    line = import_rows(app_context, map(row, range(1, 9)))
    assert line["findings"]["import_older"] == 1
    assert "import_older" not in import_rows(app_context, newer)["findings"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"lat": "0.5", "long": "0.5"}, "nothing_located"),
        ({"requested_datetime": "2026-11-02 09:00"}, "one_moment"),
        ({"requested_datetime": "2026-11-24 09:00"}, "filed_ahead"),
        ({"requested_datetime": "1970-01-01 00:00"}, "all_rejected"),
        ({"requested_datetime": "kemarin"}, "all_rejected"),
        ({"service_name": "Zzz"}, "nothing_categorised"),
    ],
)
def test_a_result_that_is_hardly_true_is_said(
    app_context: AppContext, changed: dict[str, str], reason: str
) -> None:
    line = import_rows(app_context, [{**row(number), **changed} for number in ALL])
    subjects = [finding.subject for finding in findings(app_context, line, FindingKind.IMPLAUSIBLE)]
    assert reason in subjects
    assert len(line["warnings"]) == len(subjects)


def test_a_plain_file_gives_no_warning(app_context: AppContext) -> None:
    assert import_rows(app_context, map(row, ALL))["warnings"] == []
