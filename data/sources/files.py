"""Feed of a file or a URL that is read whole at each pull."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from data.core.config.city import GeoJsonSource, QlueSource, TabularSource
from data.core.findings import FindingCounter
from data.core.report.listing.listing import Coverage
from data.sources.base import FeedError, PullContext, Row
from data.sources.geojson import geojson_rows
from data.sources.http import SourceContext, fetch_source
from data.sources.pages import count_linked_page
from data.sources.qlue import qlue_rows
from data.sources.tables import TableRows, table_rows
from data.sources.tables.file_type import HTML_PAGE_MESSAGE
from data.sources.transport import read_file


class FileFeed:
    """A feed that reads ``url`` or ``file``; ``path`` overrides both for a manual import."""

    def __init__(
        self,
        source: QlueSource | GeoJsonSource | TabularSource,
        *,
        path: Path | None = None,
        folder: Path | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """:param folder: base folder of a relative ``file`` in the configuration"""
        self._source, self._path = source, path
        self._source_context = SourceContext(folder or Path(), environ or {})
        self.findings = FindingCounter()
        self.table: TableRows | None = None  # set while a table is read, for progress and skipped rows

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """Return every row of the feed; a file cannot tell which of its rows changed."""
        return self.pull_rows(now, since, PullContext())

    def pull_rows(self, now: datetime, since: datetime | None, pull_context: PullContext) -> Iterator[Row]:
        """Return every row of the feed, or none if its server says that nothing has changed."""
        self.findings.take()  # what an earlier reading counted
        if isinstance(self._source, TabularSource):
            return self._table_rows(self._source, pull_context)
        body = self._read_body(pull_context)
        if body is None:
            return iter(())
        pull_context.coverage = Coverage.SPAN
        if isinstance(self._source, QlueSource):
            return qlue_rows(self._source, body, self.findings)
        return geojson_rows(self._source, body, self.findings)

    def _table_rows(self, source: TabularSource, pull_context: PullContext) -> Iterator[Row]:
        """Return the rows of a table, streamed from disk: it may be larger than what fits in memory."""
        content = self._file_path() or self._download_table(pull_context)
        if content is None:
            return iter(())
        pull_context.coverage = Coverage.SPAN
        if isinstance(content, Path):
            pull_context.bytes_read += content.stat().st_size if content.is_file() else 0
        self.table = table_rows(source, content)
        self.table.findings = self.findings
        return iter(self.table)

    def _download_table(self, pull_context: PullContext) -> bytes | None:
        try:
            return self._read_body(pull_context)
        except FeedError as error:
            if "HTML" in str(error):
                raise FeedError(f"{error}. The answer {HTML_PAGE_MESSAGE}") from error
            raise

    def _read_body(self, pull_context: PullContext) -> bytes | None:
        if file := self._file_path():
            body = read_file(file)
            pull_context.bytes_read += len(body)
            return body
        if self._source.url is None:
            raise FeedError(f"source {self._source.name} has neither url nor file: import a file by hand")
        return self._download(self._source.url, pull_context)

    def _file_path(self) -> Path | None:
        """Return the file to read, if any: a URL takes precedence over the configured file."""
        if self._path or self._source.url or not self._source.file:
            return self._path
        return self._source_context.folder / self._source.file

    def _download(self, url: str, pull_context: PullContext) -> bytes | None:
        """Download the body; ETag and date are stored only on success, so that a broken pull is repeated."""
        is_conditional = self._source.conditional and not pull_context.reconfigured
        response = fetch_source(
            self._source, url, self._source_context, pull_context.stored_state if is_conditional else None
        )
        if response is None:
            pull_context.state_on_success.update(pull_context.stored_state)
            return None
        pull_context.state_on_success.update(etag=response.etag, last_modified=response.last_modified)
        pull_context.bytes_read += response.bytes_received
        if response.next_url:
            count_linked_page(self.findings)
        return response.read()
