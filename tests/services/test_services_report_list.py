"""Report lists equal a plain look at every report, on either database."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bootstrap import AppContext
from data.core.clock.sla import sla_states
from data.core.history.assignees import assignees
from data.core.history.places import is_in_area
from data.core.report_list.query import Evidence, ReportQuery, ReportState, SortKey, Timeliness
from data.core.status import WITHDRAWN_STATUSES
from data.services.report_list import ReportListService
from data.store import reports
from data.store.event_history import EventHistory
from data.store.text_index import open_text_index
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context, qlue_row
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, BARAT, CEMPAKA, IN_ANGGREK, IN_BARITO, IN_CEMPAKA, TIMUR
from tests.pulls import LAPOR, QLUE, clear_store, pull_rows
from tests.random_histories import RecordedBatch, event_batches, write_batches

QUERIES = st.builds(
    ReportQuery,
    states=st.lists(st.sampled_from(ReportState), unique=True, max_size=2).map(tuple),
    timeliness=st.lists(st.sampled_from(Timeliness), unique=True, max_size=2).map(tuple),
    age_from=st.none() | st.integers(0, 20),
    age_to=st.none() | st.integers(0, 400),
    areas=st.lists(st.sampled_from([ANGGREK, CEMPAKA, BARAT, TIMUR, "-"]), unique=True, max_size=2).map(
        tuple
    ),
    sources=st.lists(st.sampled_from(["qlue", "lapor"]), max_size=1).map(tuple),
    assignees=st.lists(st.sampled_from(["Kecamatan", "Dinas PUPR", "Pelapor"]), max_size=1).map(tuple),
    evidence=st.none() | st.sampled_from(Evidence),
    sort=st.sampled_from(SortKey),
    descending=st.booleans(),
)


@pytest.fixture
def app_context(tmp_path: Path, store_url: str) -> AppContext:
    """Return the city's context, once on each kind of database."""
    context = open_test_context(tmp_path, store_url, source=[QLUE, LAPOR])
    sync_layer(context)
    return context


def service_of(app_context: AppContext) -> ReportListService:
    """Return the report lists of a city."""
    texts = open_text_index(app_context.engine, app_context.city.sensitive_codes)
    return ReportListService(app_context.engine, app_context.city, EventHistory(app_context.engine), texts)


def keys_by_reference(
    standings: pd.DataFrame, query: ReportQuery, as_of: datetime, areas: pd.DataFrame
) -> set[Any]:
    """Return the keys of the reports that a query selects, by a look at each."""
    is_open = standings["status"] == "open"
    withdrawn = ~is_open & standings["status_description"].isin(WITHDRAWN_STATUSES)
    by_state = {
        ReportState.OPEN: is_open,
        ReportState.WITHDRAWN: withdrawn,
        ReportState.RESOLVED: ~is_open & ~withdrawn,
    }
    states = sla_states(
        standings["requested_datetime"],
        standings["expected_datetime"],
        as_of,
        approaching=standings["approaching_at"].fillna(
            standings["requested_datetime"]
            + (standings["expected_datetime"] - standings["requested_datetime"]) * 0.8
        ),
        stopped=standings["stopped_at"],
    )
    late = is_open & states.isin(["late", "very_late"])
    by_timeliness = {
        Timeliness.LATE: late | (~is_open & (standings["verdict"] == "closed_late")),
        Timeliness.VERY_LATE: is_open & (states == "very_late"),
        Timeliness.APPROACHING: is_open & (states == "approaching"),
        Timeliness.ON_TIME: (is_open & (states == "on_time"))
        | (~is_open & (standings["verdict"] == "closed_on_time")),
        Timeliness.NO_TARGET: (is_open & (states == "no_target"))
        | (~is_open & (standings["verdict"] == "no_target")),
        Timeliness.PAUSED: is_open & standings["stopped_at"].notna(),
    }
    days = (pd.Timestamp(as_of) - standings["requested_datetime"]) // pd.Timedelta(days=1)
    masks = [
        _any([by_state[state] for state in query.states], standings),
        _any([by_timeliness[one] for one in query.timeliness], standings),
        days >= (query.age_from if query.age_from is not None else -(10**6)),
        days <= (query.age_to if query.age_to is not None else 10**6),
        _any([_in_area(standings, code, areas) for code in query.areas], standings),
        _any([standings["source"] == source for source in query.sources], standings),
        _any([is_open & (assignees(standings) == name) for name in query.assignees], standings),
        _any(
            [standings["evidence"] == (query.evidence is Evidence.WITH)] if query.evidence else [], standings
        ),
    ]
    chosen = standings[pd.concat(masks, axis=1).all(axis=1)] if len(standings) else standings
    return set(zip(chosen["source"], chosen["service_request_id"], strict=True))


def _any(masks: list[pd.Series], standings: pd.DataFrame) -> pd.Series:
    return pd.concat(masks, axis=1).any(axis=1) if masks else pd.Series(True, index=standings.index)


def _in_area(standings: pd.DataFrame, code: str, areas: pd.DataFrame) -> pd.Series:
    return standings["area_code"].isna() if code == "-" else is_in_area(standings["area_code"], code, areas)


@limited_examples(25)
@given(
    recording=event_batches(), queries=st.lists(QUERIES, min_size=5, max_size=5), hours=st.integers(0, 500)
)
def test_a_list_holds_the_reports_that_a_look_at_each_selects(
    app_context: AppContext,
    recording: tuple[list[RecordedBatch], int],
    queries: list[ReportQuery],
    hours: int,
) -> None:
    clear_store(app_context.engine)
    write_batches(app_context, recording[0])
    service = service_of(app_context)
    with app_context.engine.connect() as connection:
        standings, areas = reports.standings(connection), reports.areas(connection)
        latest = reports.events(connection)["occurred_at"].max()
    as_of = (latest if len(standings) else pd.Timestamp("2026-11-23", tz="UTC")) + timedelta(hours=hours)
    for query in queries:
        page = service.page(query, as_of.to_pydatetime())
        expected = keys_by_reference(standings, query, as_of, areas)
        assert {(row["source"], row["service_request_id"]) for row in page.rows} == expected
        assert page.total == len(page.rows)


ROWS = (
    qlue_row(
        11,
        category="Sampah",
        post_desc="Tumpukan sampah di depan Pasar Bersehati",
        post_title="Jalan Sam Ratulangi 5",
    ),
    qlue_row(
        12,
        category="Banjir",
        post_desc="Air masuk rumah; got depan sekolah tersumbat",
        loc_lat=IN_CEMPAKA[0],
        loc_lng=IN_CEMPAKA[1],
    ),
    qlue_row(13, category="Narkoba", post_desc="rumah kuning di ujung gang"),
    qlue_row("MND-2026-000123", category="Narkoba", post_desc="kos-kosan/gang 12"),
    qlue_row(14, category="Usul", post_desc="Lampu jalan mati sejak kemarin", loc_lat=None, loc_lng=None),
)


@pytest.fixture
def filled(app_context: AppContext) -> AppContext:
    """Return the city with reports that have words."""
    assert pull_rows(app_context, *ROWS)["rejected"] == 0
    return app_context


def found(
    app_context: AppContext, words: str, service: ReportListService | None = None, **values: Any
) -> set[str]:
    """Return the numbers of the reports that some words find."""
    page = (service or service_of(app_context)).page(
        ReportQuery(words=words, **values), app_context.clock.now()
    )
    return {row["service_request_id"] for row in page.rows}


NUMBERS_BY_WORDS: dict[str, set[str]] = {
    "pasar": {"11"},
    "PASAR tumpukan": {"11"},
    "pasar banjir": set(),
    "ratulangi": {"11"},
    "got sekolah": {"12"},
    "sumbatan": {"12"},
    "menumpuk": set(),
    "menyumbat got": {"12"},
    "sekol": {"12"},
    '"depan sekolah"': {"12"},
    '"sekolah depan"': set(),
    "depan": {"11", "12"},
    "cempaka": {"12"},
    "timur": {"12"},
    "banjir": {"12"},
    "14": {"14"},
    "kuning": set(),
    "narkoba": {"13", "MND-2026-000123"},
    "13": {"13"},
    "mnd-2026-000123": {"MND-2026-000123"},
    "MND-2026": {"MND-2026-000123"},
    "000123": {"MND-2026-000123"},
    "kosan": set(),
    "jalan": {"11", "14"},
    "'; DROP TABLE report; --": set(),
    "***": {"11", "12", "13", "14", "MND-2026-000123"},
}


def test_words_find_numbers_texts_categories_and_areas(filled: AppContext) -> None:
    service = service_of(filled)
    assert {words: found(filled, words, service) for words in NUMBERS_BY_WORDS} == NUMBERS_BY_WORDS


def test_a_sensitive_report_is_not_in_the_list_of_its_kelurahan(filled: AppContext) -> None:
    service, now = service_of(filled), filled.clock.now()
    in_parent, in_area = (service.page(ReportQuery(areas=(code,)), now) for code in (BARAT, ANGGREK))
    assert {row["service_request_id"] for row in in_parent.rows} == {"11", "13", "MND-2026-000123"}
    assert {row["service_request_id"] for row in in_area.rows} == {"11"}


def test_an_account_sees_its_kecamatan_only(filled: AppContext) -> None:
    page = service_of(filled).page(ReportQuery(), filled.clock.now(), parent=TIMUR)
    assert ({row["service_request_id"] for row in page.rows}, page.total) == ({"12"}, 1)


def test_a_page_is_a_part_of_the_whole(filled: AppContext) -> None:
    service, query, now = service_of(filled), ReportQuery(sort=SortKey.CATEGORY), filled.clock.now()
    whole = service.page(query, now).rows
    parts = [row for start in range(5) for row in service.page(query, now, start=start, limit=1).rows]
    assert parts == whole
    assert service.page(query, now, start=9).rows == []


def test_the_index_follows_what_changes(filled: AppContext) -> None:
    service = service_of(filled)
    assert found(filled, "pasar", service) == {"11"}
    changed = {**ROWS[0], "post_desc": "Sudah diangkut ke TPA", "status": "Proses"}
    pull_rows(filled, changed, qlue_row(15, category="Usul", post_desc="Pasar malam"))
    assert found(filled, "pasar", service) == {"15"}
    assert found(filled, "diangkut", service) == {"11"}


def test_a_report_that_becomes_sensitive_is_found_by_its_words_no_more(filled: AppContext) -> None:
    service = service_of(filled)
    assert found(filled, "tersumbat", service) == {"12"}
    pull_rows(filled, {**ROWS[1], "category": "Narkoba"})
    assert found(filled, "tersumbat", service) == set()


def test_another_store_has_other_words(filled: AppContext) -> None:
    service = service_of(filled)
    assert found(filled, "pasar", service) == {"11"}
    clear_store(filled.engine)
    pull_rows(filled, qlue_row(11, category="Usul", post_desc="Taman kota"))
    assert (found(filled, "pasar", service), found(filled, "taman", service)) == (set(), {"11"})


def test_only_assignees_of_visible_open_reports_are_offered(filled: AppContext) -> None:
    pull_rows(filled, {**ROWS[1], "status": "Disposisi"})
    service, now = service_of(filled), filled.clock.now()
    city, own = (service.page(ReportQuery(), now, parent=parent).assignees for parent in (None, TIMUR))
    assert set(own) <= set(city)
    assert service.page(ReportQuery(), now, parent="99.99.99").assignees == ()


def test_sensitive_reports_are_ordered_by_their_kecamatan(app_context: AppContext) -> None:
    """In the order of their kelurahan they would lie in runs, one for each."""
    places = [IN_ANGGREK, IN_BARITO, IN_ANGGREK, IN_BARITO]
    rows = [
        qlue_row(number, category="Narkoba", loc_lat=lat, loc_lng=long)
        for number, (lat, long) in enumerate(places, start=1)
    ]
    pull_rows(app_context, *rows)
    service, now = service_of(app_context), app_context.clock.now()
    for descending in (True, False):
        page = service.page(ReportQuery(sort=SortKey.AREA, descending=descending), now)
        assert [row["service_request_id"] for row in page.rows] == ["4", "3", "2", "1"]
