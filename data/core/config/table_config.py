"""Options of table sources: how a table of reports is written."""

import codecs
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from data.core.status import STATUS_BY_CODE
from data.core.strict import StrictModel

DateOrder = Literal["dmy", "mdy", "ymd"]
TableFormat = Literal["csv", "tsv", "jsonl", "json", "excel"]
StatusBasis = Literal["words", "closed_datetime", "either"]
# One column, or several read together; each of these may be a list of the names that it has had over the
# years, "" among them if the column may be missing.
ColumnNames = str | tuple[str | tuple[str, ...], ...]

EMPTY_VALUES = ("NA", "N/A", "#N/A", "NULL", "None", "NaN", "-", "--", "\u2013", "\u2014")
TOTAL_LABELS = ("jumlah", "total", "subtotal", "sub total", "grand total")


def _validate_encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        raise ValueError("must be an encoding such as utf-8, utf-16 or cp1252") from None
    return name


def validate_status_code(name: str) -> str:
    """Return the code of a status description.

    :raises ValueError: if it is unknown
    """
    if name not in STATUS_BY_CODE:
        raise ValueError(f"must be one of {', '.join(STATUS_BY_CODE)}")
    return name


StatusRules = dict[str, Annotated[str, AfterValidator(validate_status_code)]]


class TableOptions(BaseModel):
    """How a table looks. What is not configured is found in the file, or required; never guessed.

    ``status_from`` says what decides between open and closed: the status, a closing date, or either of them.
    """

    model_config = StrictModel.model_config

    format: TableFormat | None = None
    separator: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    encoding: Annotated[str, AfterValidator(_validate_encoding)] | None = None
    sheet: str | None = None  # Excel; none: the first sheet that has the columns
    links: tuple[str, ...] = ()  # Excel: columns read by the address of their hyperlink
    header_rows: Annotated[int, Field(ge=1, le=3)] = 1  # headings over several rows: "Masuk Tanggal"
    items: str | None = None  # JSON: dotted path to the list; none: the document itself, or "data"
    date_order: DateOrder | None = None
    decimal: Literal[",", "."] | None = None
    empty_words: tuple[str, ...] = EMPTY_VALUES
    total_words: tuple[str, ...] = TOTAL_LABELS
    status_from: StatusBasis = "words"
    status_rules: StatusRules = {}  # "ditutup *" = "selesai"
