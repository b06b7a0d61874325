"""A feed that is a file or an address, read whole at each pull."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from data.core.city import CsvSource, GeoJsonSource, QlueSource
from data.source.base import FeedError, Row, Visit
from data.source.geojson import geojson_rows
from data.source.http import Surroundings, ask
from data.source.qlue import qlue_rows
from data.source.table import csv_rows
from data.source.transport import read_file


class FileFeed:
    """A feed behind ``url`` or ``file``; ``path`` overrides both for an import by hand."""

    def __init__(
        self,
        source: QlueSource | GeoJsonSource | CsvSource,
        *,
        path: Path | None = None,
        folder: Path | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """:param folder: what a relative ``file`` in the configuration is relative to"""
        self._source, self._path = source, path
        self._around = Surroundings(folder or Path(), environ or {})

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """Every row of the feed; a file cannot tell which of its rows changed."""
        return self.visit(now, since, Visit())

    def visit(self, now: datetime, since: datetime | None, visit: Visit) -> Iterator[Row]:
        """Every row of the feed, or none if its server says that it is still what it was."""
        body = self._body(visit)
        if body is None:
            return iter(())
        match self._source:
            case QlueSource():
                return qlue_rows(self._source, body)
            case GeoJsonSource():
                return geojson_rows(self._source, body)
            case CsvSource():
                return csv_rows(self._source, body)

    def _body(self, visit: Visit) -> bytes | None:
        if self._path is None and self._source.url:
            return self._from_server(self._source.url, visit)
        if self._path is None and self._source.file is None:
            raise FeedError(f"source {self._source.name} has neither url nor file: import a file by hand")
        body = read_file(self._path or self._around.folder / str(self._source.file))
        visit.bytes_read += len(body)
        return body

    def _from_server(self, url: str, visit: Visit) -> bytes | None:
        """What the server is asked with is kept only after a good pull: a half-read answer is read again."""
        asks = self._source.conditional and not visit.reconfigured
        answer = ask(self._source, url, self._around, visit.kept if asks else None)
        if answer is None:
            visit.leaves.update(visit.kept)
            return None
        visit.leaves.update(etag=answer.etag, last_modified=answer.last_modified)
        visit.bytes_read += answer.received
        return answer.read()
