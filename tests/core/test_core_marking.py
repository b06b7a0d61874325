"""What an item says of its own secrecy: in the name or the value of any column, however it is written."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.marking import Marking, MarkingRule, leaves

RULE = MarkingRule(("tertutup", "tidak untuk publik"), frozenset({"informasi rahasia dagang"}))
LONG = "ada pungutan liar di kantor lurah setiap hari"

CONFIDENTIAL_VALUES = [
    "Rahasia", "RAHASIA", " rahasia. ", "R.A.H.A.S.I.A", "R A H A S I A", "ra-hasia",
    "\uff32\uff41\uff48\uff41\uff53\uff49\uff41",
    "Raha\u00adsia", "Bersifat rahasia", "Laporan Rahasia: Ya", "Rahasia (ya)", "Anonim, Rahasia",
    "Anonim/Rahasia",
    "Anonim: Tidak, Rahasia: Ya", "Tidak anonim, rahasia", "Tidak anonim rahasia", "Mohon dirahasiakan",
    "Rahasia Umum", f"RAHASIA - {LONG}", f"[RAHASIA] {LONG}", f"{LONG}. Mohon dirahasiakan.",
    f"{LONG}. Laporan rahasia: Ya", "tertutup", "Tidak untuk publik", '{"rahasia": true}',
]  # fmt: skip
PUBLIC_VALUES = [
    "Tidak rahasia", "Bukan rahasia", "non-rahasia", "tidak bersifat rahasia", "Laporan Rahasia: Tidak",
    "Rahasia = 0", "Kerahasiaan", "sudah menjadi rahasia umum bahwa lurah memungut", "Rahasia umum di pasar",
    "bukan rahasia lagi kalau pasar ini kotor dan bau", f"{LONG}. Laporan rahasia: Tidak",
    "dokumen yang sifatnya pribadi dan rahasia tercecer di jalan raya depan", '{"rahasia": false}',
    "Informasi Rahasia Dagang", "Laporan bersifat terbuka", "", "-",
]  # fmt: skip
DECISIVE_NAMES = ["Rahasia", "RAHASIA?", "isRahasia", "is_rahasia", "israhasia", "Kerahasiaan",
    "Apakah laporan ini bersifat rahasia (Ya/Tidak)?", "Tipe Laporan (Anonim/Rahasia)"]  # fmt: skip
YES: list[Any] = ["Ya", "x", "v", "✓", "1", 1, True, "Benar", "sejak Senin"]
NO: list[Any] = ["Tidak", "tdk", "bukan", "0", 0, 0.0, "0.0", False, None, "", " ", "-", "\u2013", "N/A",
                 "Biasa", "Umum", "Tidak, terbuka untuk umum", "☐"]  # fmt: skip


@pytest.mark.parametrize("value", CONFIDENTIAL_VALUES)
def test_a_value_that_is_a_label_marks_its_item(value: str) -> None:
    assert RULE.marking_of({"keterangan": value}) is Marking.CONFIDENTIAL
    assert RULE.may_mark(json.dumps({"keterangan": value}, ensure_ascii=False))


@pytest.mark.parametrize("value", PUBLIC_VALUES)
def test_running_text_and_denials_mark_nothing(value: str) -> None:
    assert RULE.marking_of({"keterangan": value}) is Marking.NONE


@pytest.mark.parametrize("name", DECISIVE_NAMES)
@pytest.mark.parametrize("answer", YES, ids=repr)
def test_a_column_named_so_is_decisive(name: str, answer: Any) -> None:
    assert RULE.marking_of({name: answer}) is Marking.CONFIDENTIAL


@pytest.mark.parametrize("name", DECISIVE_NAMES)
@pytest.mark.parametrize("answer", NO, ids=repr)
def test_a_no_in_a_column_named_so_is_a_no(name: str, answer: Any) -> None:
    assert RULE.marking_of({name: answer}) is Marking.NONE


@pytest.mark.parametrize("name", ["Bukan Rahasia", "Non Rahasia", "nonrahasia", "Tidak Rahasia"])
def test_a_column_that_denies_it_marks_nothing_by_a_yes(name: str) -> None:
    assert RULE.marking_of({name: "Ya"}) is Marking.NONE


@pytest.mark.parametrize("value", ["Anonim", "anonim: ya", "Anonim: Ya, Rahasia: Tidak"])
@pytest.mark.parametrize("name", ["Tipe Laporan", "Tipe Laporan (Anonim/Rahasia)", "keterangan"])
def test_anonymous_alone_is_anonymous(name: str, value: str) -> None:
    assert RULE.marking_of({name: value}) is Marking.ANONYMOUS


@pytest.mark.parametrize(
    ("item", "marking"),
    [
        ({"extended_attributes": {"rahasia": True}}, Marking.CONFIDENTIAL),
        ({"extended_attributes": {"rahasia": {"value": False}}}, Marking.NONE),
        ({"attributes": [{"name": "Laporan Rahasia", "value": "Ya"}]}, Marking.CONFIDENTIAL),
        ({"attributes": [{"name": "Laporan Rahasia", "value": "Tidak"}]}, Marking.NONE),
        ({"attributes": [{"code": "SIFAT", "value": f"Rahasia sekali {LONG}"}]}, Marking.CONFIDENTIAL),
        ({"tags": ["sampah", "rahasia"]}, Marking.CONFIDENTIAL),
        ({"Sifat": f"Sangat rahasia sekali {LONG}"}, Marking.CONFIDENTIAL),
        ({"": ["1", "2026-11-23", "RAHASIA"]}, Marking.CONFIDENTIAL),
        (f"{{'Tipe': 'Rahasia', 'isi': '{LONG}'}}", Marking.CONFIDENTIAL),
        (f"{{'Rahasia': 'Tidak', 'isi': '{LONG}'}}", Marking.NONE),
        ({"Rahasia": "Anonim"}, Marking.CONFIDENTIAL),
        ({"Anonim": "Tidak"}, Marking.NONE),
    ],
    ids=str,
)
def test_nested_items_and_texts_of_items_are_searched(item: Any, marking: Marking) -> None:
    assert RULE.marking_of(item) is marking


def test_nothing_is_too_deep_to_be_searched() -> None:
    item: Any = "Rahasia"
    for _ in range(20_000):
        item = {"a": [item]}
    assert RULE.marking_of(item) is Marking.CONFIDENTIAL


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(item=st.dictionaries(st.text(max_size=8), JSON_VALUES, max_size=4), place=st.integers(0, 1_000))
def test_the_word_as_a_value_marks_any_item_anywhere(item: dict[str, Any], place: int) -> None:
    """Whatever else is there, and however deep: a value that is the word makes the item confidential."""
    keys = list(item)
    nested: Any = {"isi": item[keys[place % len(keys)]], "b": ["Rahasia"]} if keys else "Rahasia"
    marked = {**item, "tambahan": nested}
    assert RULE.marking_of(marked) is Marking.CONFIDENTIAL
    assert RULE.may_mark(json.dumps(marked, ensure_ascii=False))
    assert len(list(leaves(marked))) >= 1


@pytest.mark.parametrize("name", DECISIVE_NAMES)
@pytest.mark.parametrize("answer", ["Tidak untuk umum", "Jangan disebarkan", "tidak boleh dipublikasikan"])
def test_a_no_to_the_public_in_a_column_named_so_marks_its_item(name: str, answer: str) -> None:
    assert RULE.marking_of({name: answer}) is Marking.CONFIDENTIAL


@pytest.mark.parametrize("repeated", ["rahasia ", "ini rahasia "])
def test_the_time_of_a_long_text_grows_with_its_length(repeated: str) -> None:
    """A comparison of every word with every other one would take more than a minute."""
    started_at = time.process_time()
    assert RULE.marking_of({"keterangan": "kata " * 6 + repeated * 30_000}) is Marking.NONE
    assert time.process_time() - started_at < 10
