"""A feed that is a file or an address, read whole at each pull."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from data.core.city import CsvSource, GeoJsonSource, QlueSource
from data.source.base import FeedError, Row
from data.source.geojson import geojson_rows
from data.source.qlue import qlue_rows
from data.source.table import csv_rows
from data.source.transport import read_file, read_url


class FileFeed:
    """A feed behind ``url`` or ``file``; ``path`` overrides both for an import by hand."""

    def __init__(
        self,
        source: QlueSource | GeoJsonSource | CsvSource,
        *,
        path: Path | None = None,
        folder: Path | None = None,
    ) -> None:
        """:param folder: what a relative ``file`` in the configuration is relative to"""
        self._source, self._path, self._folder = source, path, folder or Path()

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """Every row of the feed; a file cannot tell which of its rows changed."""
        match self._source:
            case QlueSource():
                return qlue_rows(self._source, self._body())
            case GeoJsonSource():
                return geojson_rows(self._source, self._body())
            case CsvSource():
                return csv_rows(self._source, self._body())

    def _body(self) -> bytes:
        if self._path:
            return read_file(self._path)
        if self._source.url:
            return read_url(self._source.url, self._source.timeout_seconds)
        if self._source.file:
            return read_file(self._folder / self._source.file)
        raise FeedError(f"source {self._source.name} has neither url nor file: import a file by hand")
