"""From when on each change number is the highest, kept while events are written."""

import numpy as np
from numpy.typing import NDArray

from data.store.schema import revision_step
from tests.bench.density.rows import moment_texts
from tests.bench.density.sinks import Sink


class Revisions:
    """The steps of :func:`data.store.standing_spans.write_revisions`, for many events at once."""

    def __init__(self) -> None:
        self._changes = np.empty(0, np.int64)
        self._occurred = np.empty(0, np.int64)

    def add(self, changes: NDArray[np.int64], occurred: NDArray[np.int64]) -> None:
        """Add events in order; a step ends where an earlier moment has a later change."""
        changes = np.concatenate([self._changes, changes])
        occurred = np.concatenate([self._occurred, occurred])
        later = np.minimum.accumulate(occurred[::-1])[::-1]
        stays = np.append(occurred[:-1] < later[1:], True)
        self._changes, self._occurred = changes[stays], occurred[stays]

    def write(self, sink: Sink) -> None:
        """Write all steps."""
        rows = zip(moment_texts(self._occurred), self._changes.tolist(), strict=True)
        sink.write(revision_step, ("occurred_at", "change"), rows)
