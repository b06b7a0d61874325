"""A feed that is a file or an address, read whole at each pull."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from data.core.config.city import GeoJsonSource, QlueSource, TabularSource
from data.sources.base import FeedError, Row, Visit
from data.sources.geojson import geojson_rows
from data.sources.http import Surroundings, ask
from data.sources.qlue import qlue_rows
from data.sources.tables import TableRows, table_rows
from data.sources.tables.file_type import PAGE
from data.sources.transport import read_file


class FileFeed:
    """A feed behind ``url`` or ``file``; ``path`` overrides both for an import by hand."""

    def __init__(
        self,
        source: QlueSource | GeoJsonSource | TabularSource,
        *,
        path: Path | None = None,
        folder: Path | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """:param folder: what a relative ``file`` in the configuration is relative to"""
        self._source, self._path = source, path
        self._around = Surroundings(folder or Path(), environ or {})
        self.table: TableRows | None = None  # set once a table is being read: its progress, what it left out

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """Every row of the feed; a file cannot tell which of its rows changed."""
        return self.visit(now, since, Visit())

    def visit(self, now: datetime, since: datetime | None, visit: Visit) -> Iterator[Row]:
        """Every row of the feed, or none if its server says that it is still what it was."""
        if isinstance(self._source, TabularSource):
            return self._table_rows(self._source, visit)
        body = self._body(visit)
        if body is None:
            return iter(())
        if isinstance(self._source, QlueSource):
            return qlue_rows(self._source, body)
        return geojson_rows(self._source, body)

    def _table_rows(self, source: TabularSource, visit: Visit) -> Iterator[Row]:
        """A table is streamed from its disk: it may be larger than what is held whole."""
        content = self._file() or self._answer(visit)
        if content is None:
            return iter(())
        if isinstance(content, Path):
            visit.bytes_read += content.stat().st_size if content.is_file() else 0
        self.table = table_rows(source, content)
        return iter(self.table)

    def _answer(self, visit: Visit) -> bytes | None:
        try:
            return self._body(visit)
        except FeedError as error:
            if "HTML" in str(error):
                raise FeedError(f"{error}. The answer {PAGE}") from error
            raise

    def _body(self, visit: Visit) -> bytes | None:
        if file := self._file():
            body = read_file(file)
            visit.bytes_read += len(body)
            return body
        if self._source.url is None:
            raise FeedError(f"source {self._source.name} has neither url nor file: import a file by hand")
        return self._from_server(self._source.url, visit)

    def _file(self) -> Path | None:
        """The file to read, if it is one: an address goes before the configured file."""
        if self._path or self._source.url or not self._source.file:
            return self._path
        return self._around.folder / self._source.file

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
