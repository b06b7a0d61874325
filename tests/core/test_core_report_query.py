"""The query of a report list: from an address and back, and the terms of its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.report_list.query import (
    Evidence,
    QueryValueError,
    ReportQuery,
    ReportState,
    SortKey,
    Timeliness,
    parse_query,
    query_pairs,
)
from data.core.report_list.text_query import TextTerm, text_terms

CODES = st.lists(st.text("abc.17", min_size=1, max_size=9), max_size=3, unique=True).map(tuple)
DAYS = st.none() | st.integers(0, 400)
QUERIES = st.builds(
    ReportQuery,
    words=st.text('ab 1"', max_size=8).map(str.strip),
    states=st.lists(st.sampled_from(ReportState), unique=True).map(tuple),
    timeliness=st.lists(st.sampled_from(Timeliness), unique=True).map(tuple),
    age_from=DAYS,
    age_to=DAYS,
    categories=CODES,
    areas=CODES,
    stars=st.lists(st.integers(1, 5), unique=True).map(tuple),
    evidence=st.none() | st.sampled_from(Evidence),
    sort=st.sampled_from(SortKey),
    descending=st.booleans(),
)


@given(QUERIES)
def test_an_address_holds_the_whole_query(query: ReportQuery) -> None:
    assert parse_query(query_pairs(query)) == query


def test_what_is_default_is_not_in_the_address() -> None:
    assert query_pairs(ReportQuery()) == []
    assert query_pairs(ReportQuery(age_from=0, descending=False)) == [("umur_min", "0"), ("menurun", "0")]


def test_other_parameters_and_empty_values_are_left_alone() -> None:
    assert parse_query([("halaman", "2"), ("kategori", " "), ("bahasa", "en")]) == ReportQuery()


def test_a_value_that_is_given_twice_selects_either() -> None:
    assert parse_query([("kategori", "a"), ("kategori", "b"), ("kategori", "a")]).categories == ("a", "b")


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("keadaan", "buka"),
        ("umur_min", "-1"),
        ("umur_maks", "1e3"),
        ("umur_min", "٣"),
        ("bintang", "6"),
        ("bintang", "0"),
        ("urut", "x"),
        ("kategori", "k" * 201),
    ],
)
def test_a_wrong_value_is_named(parameter: str, value: str) -> None:
    with pytest.raises(QueryValueError) as error:
        parse_query([(parameter, value)])
    assert error.value.parameter == parameter


def test_whether_anything_is_left_out() -> None:
    assert not ReportQuery(sort=SortKey.AREA, descending=False).is_filtered
    assert ReportQuery(age_from=0).is_filtered
    assert ReportQuery(words="a").is_filtered


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Lampu MATI", (TextTerm(("lampu",), True), TextTerm(("mati",), True))),
        ('"lampu mati" jalan', (TextTerm(("lampu", "mati")), TextTerm(("jalan",), True))),
        ('"belum ditutup', (TextTerm(("belum", "ditutup")),)),
        ("SIM-20261125-0120", (TextTerm(("sim", "20261125", "0120"), True),)),
        ("di", (TextTerm(("di",)),)),
        ("  *** ' -- ", ()),
    ],
)
def test_words_become_terms(text: str, terms: tuple[TextTerm, ...]) -> None:
    assert text_terms(text) == terms


@given(st.text(max_size=300))
def test_no_text_has_too_many_terms_or_signs_of_a_query_language(text: str) -> None:
    terms = text_terms(text)
    assert len(terms) <= 12
    assert all(word.replace("_", "a").isalnum() for term in terms for word in term.words)
