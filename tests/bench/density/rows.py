"""The rows of the store's tables, made from columns of events."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.core.report.reconcile.details import FIRST_DEADLINE_KEY
from data.core.report.standing import EventKind
from data.core.status import STATUS_BY_CODE
from data.store.schema import event, service_request, standing_span
from data.store.standing_spans import OPEN_ENDED
from tests.bench.density.city import SOURCES
from tests.bench.density.drafts import BASES, PLACEMENTS, Town
from tests.bench.density.events import (
    KINDS,
    MAX_STOPS,
    RESPONSE_VERDICTS,
    VERDICTS,
    WORDS,
    EventColumns,
)
from tests.bench.density.lives import HOUR, NEVER, Seconds

Values = list[Any]
Columns = dict[str, Values]
NEWS_KINDS = (EventKind.RECEIVED, EventKind.RESCHEDULED)  # their events say what the details are
PHRASES = (
    "Sampah menumpuk di depan rumah nomor {}, mohon segera diangkut",
    "Lampu jalan padam sejak tiga hari lalu di dekat gang {}, gelap sekali",
    "Jalan berlubang dalam di depan toko nomor {}, sudah ada yang jatuh",
    "Selokan tersumbat sehingga air masuk ke rumah warga RT {}",
    "Mobil parkir di trotoar setiap pagi di samping sekolah {}",
)


def text_of(labels: Sequence[str | None], codes: NDArray[np.integer[Any]]) -> Values:
    """Return the label of each code; the last one for -1."""
    return np.array([*labels, None], dtype=object)[codes].tolist()


def moment_texts(moments: Seconds) -> Values:
    """Return moments as both databases read them, None for ``NEVER``."""
    values, places = np.unique(moments, return_inverse=True)
    texts = np.empty((values.size, 26), dtype="U1")
    texts[:] = list("0000-00-00 00:00:00.000000")
    days = np.datetime_as_string(np.where(values == NEVER, 0, values).astype("datetime64[s]"), unit="s")
    texts[:, :19] = days.astype("U19").view("U1").reshape(values.size, 19)
    texts[:, 10] = " "
    labels = np.ascontiguousarray(texts).view("U26").ravel().astype(object)
    labels[values == NEVER] = None
    return labels[places].tolist()


def event_columns(
    events: EventColumns, changes: NDArray[np.int64], pulls: NDArray[np.int64], town: Town
) -> Columns:
    """Return the values of the tables of events, spans and states by column."""
    policy = town.timekeeper.city.policy[0].id
    words = text_of(WORDS, events.word)
    agencies = [category.agencies[-1] for category in town.timekeeper.city.category]
    ids = [f"{number:09d}" for number in events.number.tolist()]
    return {
        "change": changes.tolist(),
        "source": text_of(SOURCES, events.source),
        "service_request_id": ids,
        "kind": text_of([kind.value for kind in KINDS], events.kind),
        "pull_id": pulls.tolist(),
        "service_code": text_of(town.categories, events.category),
        "status": [STATUS_BY_CODE[word].status.value for word in words],
        "status_description": words,
        "agency_responsible": text_of(agencies, events.agency),
        "expected_basis": text_of(BASES, events.basis),
        "closed_basis": text_of(("source",), np.where(events.closed == NEVER, -1, 0)),
        "area_code": text_of(town.area_codes, events.area),
        "placement": text_of([placement.value for placement in PLACEMENTS], events.placement),
        "lat": _degrees(events.lat),
        "long": _degrees(events.long),
        "reopened": events.reopened.tolist(),
        "policy": text_of((policy,), np.where(events.basis == 1, 0, -1)),
        "provisional": events.provisional.astype(int).tolist(),
        "stops": list(_stops(events.stops)),
        "verdict": text_of(VERDICTS, events.verdict),
        "response_verdict": text_of(RESPONSE_VERDICTS, events.response_verdict),
        "evidence": events.evidence.astype(int).tolist(),
        "reporter": [f"{number:024x}" if number >= 0 else None for number in events.reporter.tolist()],
        "details": list(_details(events, town)),
        "fingerprint": [f"{number * 0x9E3779B97F4A7C15 % 2**128:032x}" for number in events.number.tolist()],
        "size": sizes(events.occurred, events.overtaken).tolist(),
        **{name: moment_texts(values) for name, values in _moments(events).items()},
    }  # fmt: skip


def _moments(events: EventColumns) -> dict[str, Seconds]:
    return {
        "requested_datetime": events.filed, "received_at": events.filed, "occurred_at": events.occurred,
        "learnt_at": events.learnt, "overtaken_at": events.overtaken, "status_at": events.status_at,
        "last_occurred_at": events.occurred, "first_learnt_at": events.first_learnt,
        "expected_datetime": events.expected, "approaching_at": events.approaching,
        "very_late_at": events.very_late, "response_expected_datetime": events.response_expected,
        "closed_datetime": events.closed, "responded_at": events.responded, "stopped_at": events.stopped,
    }  # fmt: skip


def event_rows(columns: Columns) -> Iterator[tuple[Any, ...]]:
    """Return the rows of the table of events."""
    amended = [
        details if kind in NEWS_KINDS else "{}"
        for kind, details in zip(columns["kind"], columns["details"], strict=True)
    ]
    return _rows({**columns, "amended": amended}, tuple(event.c.keys()))


def span_rows(columns: Columns) -> Iterator[tuple[Any, ...]]:
    """Return the rows of the table of spans."""
    return _rows(columns, tuple(standing_span.c.keys()))


def state_rows(columns: Columns) -> Iterator[tuple[Any, ...]]:
    """Return the rows of the table of reports, from the last event of each."""
    return _rows(columns, tuple(service_request.c.keys()))


def _rows(columns: Columns, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    return zip(*(columns[name] for name in names), strict=True)


def sizes(begin: Seconds, end: Seconds) -> NDArray[np.int64]:
    """Return the size class of each span, as :func:`data.store.standing_spans.size_class` does."""
    hours = np.where(end == NEVER, 0, end - begin) // HOUR
    lengths = np.frexp(hours.astype(np.float64))[1]  # the bit length of a whole number
    return np.where(end == NEVER, OPEN_ENDED, np.minimum(lengths, OPEN_ENDED))


def _degrees(values: NDArray[np.float64]) -> Values:
    degrees = values.astype(object)
    degrees[np.isnan(values)] = None
    return degrees.tolist()


def _stops(stops: NDArray[np.int64]) -> Iterator[str]:
    """Yield the earlier stops of each event as the store keeps them."""
    texts = np.full(stops.shape, "", dtype=object)
    given = stops != NEVER
    iso = np.datetime_as_string(stops[given].astype("datetime64[s]"), unit="s").astype(object)
    texts[given] = iso + "+00:00"
    for first, second in zip(
        *(texts[:, 2 * at : 2 * at + 2].tolist() for at in range(MAX_STOPS)), strict=True
    ):
        yield " ".join("/".join(stop) for stop in (first, second) if stop[0])


def _details(events: EventColumns, town: Town) -> Iterator[str]:
    names = [category.name for category in town.timekeeper.city.category]
    columns = (events.number.tolist(), events.category.tolist(), moment_texts(events.first_expected))
    for number, category, first in zip(*columns, strict=True):
        phrase = PHRASES[number % len(PHRASES)].format(number % 997)
        moved = f',"{FIRST_DEADLINE_KEY}":"{first[:10]}T{first[11:19]}+00:00"' if first else ""
        yield f'{{"service_name":"{names[category]}","description":"{phrase}"{moved}}}'
