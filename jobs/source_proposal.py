"""A proposed source, as the TOML block that a person puts into the city's file."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from data.core.config.city import TabularSource
from data.core.config.table_config import DateOrder
from data.sources.tables.date_order import ORDER_LABELS


def source_name(path: Path) -> str:
    """Return a source name made from a file name: Rekap 112 (Jan).xlsx gives rekap-112-jan."""
    stem = path.name.split(".")[0].lower()
    plain = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")
    return plain if plain[:1].isalpha() else f"file-{plain}".strip("-")


def toml_block(
    source: TabularSource,
    *,
    order: DateOrder | None,
    ambiguous_orders: Iterable[DateOrder],
    unknown_words: Iterable[str],
) -> str:
    """Return the block; what a person must still decide stands in it as comments.

    :param order: the order of day and month, if the file proves one
    :param ambiguous_orders: the orders among which a person must choose
    :param unknown_words: status words that are not mapped yet
    """
    lines = ["[[source]]", f"name = {_toml_string(source.name)}", f"kind = {_toml_string(source.kind)}"]  # type: ignore[attr-defined]
    lines += [f'date_order = "{order}"  # {ORDER_LABELS[order]}, proved by the file'] if order else []
    lines += [
        f'# date_order = "{candidate}"  # {ORDER_LABELS[candidate]}? decide: the file can be read both ways'
        for candidate in ambiguous_orders
    ]
    lines += [f"# status_words: what is {_toml_string(word)}?" for word in unknown_words]
    if source.fields:
        lines += ["", "[source.fields]", *_toml_table(source.fields)]
    return "\n".join(lines) + "\n"


def _toml_table(fields: Mapping[str, Any]) -> list[str]:
    return [f"{field} = {_toml_value(column)}" for field, column in fields.items()]


def _toml_value(column: Any) -> str:
    return _toml_string(column) if isinstance(column, str) else f"[{', '.join(map(_toml_string, column))}]"


def _toml_string(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
