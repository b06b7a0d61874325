"""The review pack: what a meeting saw, so that a later figure is compared with what was shown.

The checksum covers the canonical JSON (keys in order, UTF-8) of everything in the pack, so that a changed
figure, moment or name is detected. ``revision`` is the change number up to which the store was read: events
are only appended, so the reports behind a frozen number can still be listed as they were.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson

from data.core.config.city import City
from data.core.digest import digest
from data.core.review.rows import ReviewReport

VERSION = 1
NOT_COMPARED = ("unknown_years",)


@dataclass(frozen=True)
class ReviewPack:
    """What was frozen.

    :param sheet: :class:`data.core.review.rows.ReviewReport` as JSON values
    """

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
    report: ReviewReport, city: City, revision: int, *, frozen_at: datetime, frozen_by: str, title: str
) -> ReviewPack:
    """Return a pack of a review report."""
    values = as_json(report)
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
    """Return plain values as they are decoded from JSON: moments as text."""
    return orjson.loads(canonical_json(values))


def canonical_json(values: Any) -> bytes:
    """Return the same bytes for the same values, independent of the order of their keys."""
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS)


def encode_pack(pack: ReviewPack) -> bytes:
    """Return the pack as it is stored."""
    return canonical_json(asdict(pack))


def checksum(stored: bytes) -> str:
    """Return the SHA-256 of a stored pack, in hexadecimal."""
    return sha256(stored).hexdigest()


def decode_pack(stored: bytes) -> ReviewPack:
    """Return the pack of stored bytes.

    :raises ValueError: the bytes are no pack of this version
    """
    try:
        pack = ReviewPack(**orjson.loads(stored))
    except (TypeError, orjson.JSONDecodeError) as error:
        raise ValueError(f"no review pack: {error}") from error
    if pack.version != VERSION:
        raise ValueError(f"a review pack of version {pack.version}, known is {VERSION}")
    return pack


def configuration_digest(city: City) -> str:
    """Return a digest of the city's configuration without its sources, which have addresses and no rules."""
    return digest(city.model_dump_json(exclude={"source"}))


@dataclass(frozen=True)
class Difference:
    """One changed value: its path and both values, None where it is missing."""

    path: str
    then: Any
    now: Any


def differences(then: dict[str, Any], now: dict[str, Any]) -> list[Difference]:
    """Return what changed between a frozen review report and the present one, both as JSON values.

    A missing count is zero in both.
    """
    old, new = dict(_leaves(then)), dict(_leaves(now))
    paths = [*old, *(path for path in new if path not in old)]
    compared = [Difference(path, _value_at(old, path), _value_at(new, path)) for path in paths]
    return [difference for difference in compared if difference.then != difference.now]


def _value_at(leaves: dict[str, Any], path: str) -> Any:
    return leaves.get(path, 0 if path.startswith("counts/") else None)


def _leaves(values: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each plain value with its path; rows with a code have it in the path in place of their number."""
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
    """Return what identifies a row of a list."""
    for key in ("code", "sign", "holder", "service_code"):
        if isinstance(value, dict) and value.get(key) is not None:
            return str(value[key])
    return str(number)
