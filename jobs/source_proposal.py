"""A proposed source with its categories, as the TOML that a person puts into the city's file."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.core.config.city import City, TabularSource
from data.core.config.table_config import DateOrder
from data.core.status import STATUS_BY_CODE, UNKNOWN_STATUS
from data.sources.tables.date_order import ORDER_LABELS
from data.sources.tables.mapping import column_map
from jobs.category_proposal import MAX_CATEGORIES, CategoryProposal, missing_aliases, propose_categories
from jobs.status_guess import guess_status

MAX_STATUS_WORDS = 60
# Of which an id is made where a file has none: what no later export changes.
ID_PARTS = ("requested_datetime", "service_name", "address", "area_name", "lat", "long", "description")
LASTING_ID_PARTS = 4


@dataclass(frozen=True)
class ProposalFacts:
    """What a file says, besides its columns.

    :param order: the order of day and month, if the file proves one
    :param ambiguous_orders: the orders among which a person must choose
    :param unknown_words: status words that are not mapped yet
    :param unknown_categories: how often each category name occurs that is not mapped yet
    """

    order: DateOrder | None = None
    ambiguous_orders: Collection[DateOrder] = ()
    unknown_words: Collection[str] = ()
    unknown_categories: Mapping[str, int] = field(default_factory=dict)


def source_name(path: Path, other_names: Collection[str] = ()) -> str:
    """Return a source name made from a file name: Rekap 112 (Jan).xlsx gives rekap-112-jan.

    :param other_names: names that other sources of the city have
    """
    stem = path.name.split(".")[0].lower()
    plain = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")
    name = plain if plain[:1].isalpha() else f"file-{plain}".strip("-")
    numbered = (f"{name}-{number}" for number in range(2, len(other_names) + 3))
    return next(candidate for candidate in (name, *numbered) if candidate not in other_names)


def city_toml(city: City, source: TabularSource, facts: ProposalFacts) -> str:
    """Return the source's block and those of its categories."""
    return toml_block(source, facts) + "".join(category_lines(city, facts.unknown_categories))


def toml_block(source: TabularSource, facts: ProposalFacts) -> str:
    """Return the block; what a person must still decide stands in it as comments."""
    lines = ["[[source]]", f"name = {_toml_string(source.name)}", f"kind = {_toml_string(source.kind)}"]  # type: ignore[attr-defined]
    order = facts.order
    lines += [f'date_order = "{order}"  # {ORDER_LABELS[order]}, proved by the file'] if order else []
    lines += [
        f'# date_order = "{candidate}"  # {ORDER_LABELS[candidate]}? decide: the file can be read both ways'
        for candidate in facts.ambiguous_orders
    ]
    lines += [*_status_lines(source, list(facts.unknown_words)), *_id_lines(source)]
    if source.fields:
        lines += ["", "[source.fields]", *_toml_table(source.fields)]
    return "\n".join(lines) + "\n"


def _status_lines(source: TabularSource, status_words: list[str]) -> list[str]:
    """Return the meanings of status words, and what decides where there are none."""
    if source.status_from != "words":
        return [f'status_from = "{source.status_from}"  # what decides between open and closed']
    codes = ", ".join(code for code in STATUS_BY_CODE if code != UNKNOWN_STATUS)
    guesses = {word: guess_status(word) for word in status_words[:MAX_STATUS_WORDS]}
    lines = [
        f"# status_words: what is {_toml_string(word)}? {f'proposed: {code}' if code else f'one of {codes}'}"
        for word, code in guesses.items()
    ]
    lines += (
        [f"# and {len(status_words) - MAX_STATUS_WORDS} more words"]
        if len(status_words) > MAX_STATUS_WORDS
        else []
    )
    known = {**source.status_words, **{word: code for word, code in guesses.items() if code}}
    pairs = ", ".join(f"{_toml_string(word)} = {_toml_string(code)}" for word, code in known.items())
    return [*lines, f"status_words = {{ {pairs} }}"] if known else lines


def with_defaults(source: TabularSource) -> TabularSource:
    """Return the source with what decides its status and its ids where no column has them."""
    changed: dict[str, Any] = {}
    if "status_description" not in source.fields and "closed_datetime" in source.fields:
        changed["status_from"] = "closed_datetime"
    if "service_request_id" not in source.fields and source.fields:
        changed["id_from"] = _lasting_columns(source)
    return source.model_copy(update=changed)


def _lasting_columns(source: TabularSource) -> tuple[str, ...]:
    """Return the columns by which a row is known: the first name of each of a few fields."""
    columns = [column_map(source)[name] for name in ID_PARTS if name in source.fields][:LASTING_ID_PARTS]
    return tuple(name for names in columns for name in names)


def _id_lines(source: TabularSource) -> list[str]:
    if not source.id_from:
        return []
    comment = "# no column has a number of the report: a row is known by these, which must not change"
    return [comment, f"id_from = {_toml_value(source.id_from)}"]


def category_lines(city: City, counts: Mapping[str, int]) -> Iterable[str]:
    """Yield the blocks of categories that a file names and the city's file does not know."""
    for spelling in missing_aliases(city, counts):
        yield f"\n# category {_toml_string(spelling.code)}: add the alias {_toml_string(spelling.alias)}\n"
    proposals = propose_categories(city, counts)
    for proposal in proposals[:MAX_CATEGORIES]:
        yield "\n" + "\n".join(_category_block(proposal)) + "\n"
    if len(proposals) > MAX_CATEGORIES:
        yield f"\n# and {len(proposals) - MAX_CATEGORIES} more category names, which would be lainnya\n"


def _category_block(proposal: CategoryProposal) -> list[str]:
    lines = [
        f"[[category]]  # {proposal.count} rows",
        f"code = {_toml_string(proposal.code)}",
        f"name = {_toml_string(proposal.name)}",
    ]
    return [*lines, f"aliases = {_toml_value(proposal.aliases)}"] if proposal.aliases else lines


def _toml_table(fields: Mapping[str, Any]) -> list[str]:
    return [f"{name} = {_toml_value(column)}" for name, column in fields.items()]


def _toml_value(column: Any) -> str:
    return _toml_string(column) if isinstance(column, str) else f"[{', '.join(map(_toml_value, column))}]"


def _toml_string(value: str) -> str:
    """Return a basic string of TOML; half a character, which no file can hold, becomes a question mark."""
    text = value.encode("utf-8", "replace").decode()
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
