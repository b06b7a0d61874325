"""A review pack: what a meeting saw, so that next month's figure is compared with what was really shown.

The checksum covers the canonical JSON (keys in order, UTF-8) of everything in the pack, so that a changed
figure, moment or name is seen. ``revision`` is the change number up to which the store was read: events are
only ever appended, so the reports behind a frozen number can still be listed as they were.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson

from data.core.config.city import City
from data.core.digest import digest

VERSION = 1
NOT_COMPARED = ("unknown_years",)


@dataclass(frozen=True)
class ReviewPack:
    """What was frozen. ``sheet``: :func:`data.core.review.review_report.sheet` as JSON values."""

    title: str
    frozen_at: str
    frozen_by: str
    since: str
    until: str
    revision: int
    configuration: str
    formula: str
    sheet: dict[str, Any]
    version: int = VERSION


def freeze(
    sheet: dict[str, Any], city: City, revision: int, *, frozen_at: datetime, frozen_by: str, title: str
) -> ReviewPack:
    """A pack of a review's sheet."""
    values = as_json(sheet)
    return ReviewPack(
        title=title,
        frozen_at=frozen_at.isoformat(),
        frozen_by=frozen_by,
        since=values["since"],
        until=values["until"],
        revision=revision,
        configuration=configuration_digest(city),
        formula=values["formula"],
        sheet=values,
    )


def as_json(values: Any) -> Any:
    """Plain values as they come back from JSON: moments as text."""
    return orjson.loads(canonical_json(values))


def canonical_json(values: Any) -> bytes:
    """The same bytes for the same values, in whatever order their keys were put in."""
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS)


def encode_pack(pack: ReviewPack) -> bytes:
    """The pack as it is stored."""
    return canonical_json(asdict(pack))


def checksum(stored: bytes) -> str:
    """SHA-256 of a stored pack, in hexadecimal."""
    return sha256(stored).hexdigest()


def decode_pack(stored: bytes) -> ReviewPack:
    """A stored pack.

    :raises ValueError: the body is no pack of this version
    """
    try:
        pack = ReviewPack(**orjson.loads(stored))
    except (TypeError, orjson.JSONDecodeError) as error:
        raise ValueError(f"no review pack: {error}") from error
    if pack.version != VERSION:
        raise ValueError(f"a review pack of version {pack.version}, known is {VERSION}")
    return pack


def configuration_digest(city: City) -> str:
    """A digest of everything the city decides; sources are left out, they hold addresses and no rule."""
    return digest(city.model_dump_json(exclude={"source"}))


@dataclass(frozen=True)
class Difference:
    """One value that is not what it was: its path, and both values, None where there is none."""

    path: str
    then: Any
    now: Any


def differences(then: dict[str, Any], now: dict[str, Any]) -> list[Difference]:
    """What the same two moments give today, against what was shown; both as JSON values.

    A count that is missing is zero, in both.
    """
    old, new = dict(_leaves(then)), dict(_leaves(now))
    paths = [*old, *(path for path in new if path not in old)]
    compared = [Difference(path, _value_at(old, path), _value_at(new, path)) for path in paths]
    return [difference for difference in compared if difference.then != difference.now]


def _value_at(leaves: dict[str, Any], path: str) -> Any:
    return leaves.get(path, 0 if path.startswith("counts/") else None)


def _leaves(values: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each plain value with its path; rows that have a code stand under it, wherever they are listed."""
    if isinstance(values, dict):
        items = [(name, value) for name, value in values.items() if path or name not in NOT_COMPARED]
    elif isinstance(values, list):
        items = [(_row_key(value, number), value) for number, value in enumerate(values)]
    else:
        yield path, values
        return
    for name, value in items:
        yield from _leaves(value, f"{path}/{name}" if path else name)


def _row_key(value: Any, number: int) -> str:
    """How a row of a list is known."""
    for key in ("code", "sign", "holder", "service_code"):
        if isinstance(value, dict) and value.get(key) is not None:
            return str(value[key])
    return str(number)
