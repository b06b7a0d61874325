"""Options of table sources: wrong values are refused, naming what is allowed."""

from typing import Any

import pytest
from pydantic import ValidationError

from data.core.config.table_config import TableOptions
from data.core.status import STATUS_BY_CODE


def test_known_encodings_and_statuses_are_accepted() -> None:
    options = TableOptions(encoding="cp1252", status_rules={"ditutup *": "selesai", "batal*": "ditolak"})
    assert options.encoding == "cp1252"
    assert options.status_rules == {"ditutup *": "selesai", "batal*": "ditolak"}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"encoding": "utf-99"}, "Value error, must be an encoding such as utf-8, utf-16 or cp1252"),
        ({"status_rules": {"x*": "beres"}}, f"Value error, must be one of {', '.join(STATUS_BY_CODE)}"),
        ({"separator": ";;"}, "String should have at most 1 character"),
        ({"date_order": "ymdh"}, "Input should be 'dmy', 'mdy' or 'ymd'"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
    ],
)
def test_a_wrong_value_is_refused_with_a_message(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as error:
        TableOptions(**wrong)
    (detail,) = error.value.errors()
    assert (detail["loc"][0], detail["msg"]) == (next(iter(wrong)), message)
