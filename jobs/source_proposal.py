"""A source as the TOML block that a person puts into the city's file."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from data.core.config.city import TabularSource
from data.core.config.table_config import DateOrder
from data.sources.tables.date_order import SHOWN


def source_name(path: Path) -> str:
    """A name made of the file's: Rekap 112 (Jan).xlsx is rekap-112-jan."""
    stem = path.name.split(".")[0].lower()
    plain = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")
    return plain if plain[:1].isalpha() else f"file-{plain}".strip("-")


def toml_block(
    source: TabularSource,
    *,
    order: DateOrder | None,
    asked: Iterable[DateOrder],
    unknown: Iterable[str],
) -> str:
    """The block, what is still to be decided as comments in it.

    :param order: of day and month where the file proves one
    :param asked: the orders among which somebody must decide
    :param unknown: status words that mean nothing yet
    """
    lines = ["[[source]]", f"name = {_text(source.name)}", f"kind = {_text(source.kind)}"]  # type: ignore[attr-defined]
    lines += [f'date_order = "{order}"  # {SHOWN[order]}, proved by the file'] if order else []
    lines += [
        f'# date_order = "{one}"  # {SHOWN[one]}? decide: the file can be read both ways' for one in asked
    ]
    lines += [f"# status_words: what is {_text(word)}?" for word in unknown]
    if source.fields:
        lines += ["", "[source.fields]", *_table(source.fields)]
    return "\n".join(lines) + "\n"


def _table(fields: Mapping[str, Any]) -> list[str]:
    return [f"{ours} = {_value(theirs)}" for ours, theirs in fields.items()]


def _value(theirs: Any) -> str:
    return _text(theirs) if isinstance(theirs, str) else f"[{', '.join(map(_text, theirs))}]"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
