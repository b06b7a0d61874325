"""Inspection (``python -m jobs import FILE --inspect``): what a file would become; nothing is written."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from bootstrap import open_geocoder, open_name_index
from data.core.config.city import CONFIDENTIAL, OTHER_CATEGORY, City, TabularSource
from data.core.config.table_config import DateOrder
from data.core.findings import Finding, FindingCounter
from data.core.marking import MarkingRule
from data.core.report.listing.plausibility import implausible_results
from data.core.report.record import Place, RejectedRow, ServiceRequest
from data.core.report.withheld import WITHHELD_TEXT
from data.services.geocoding import Geocoder
from data.sources.base import Row
from data.sources.confidential import marking_rule
from data.sources.status_rules import known_status_words
from data.sources.tables import TableRows, table_rows
from data.sources.tables.date_order import DateOrderDetector
from data.sources.tables.decompression import open_content
from data.sources.tables.file_head import first_part
from data.sources.tables.inspection import (
    DetectedColumns,
    collect_samples,
    layout_for,
    list_private_columns,
)
from data.sources.tables.layout import Layout, date_texts
from data.sources.validator import RowValidator
from data.sources.values import normalize, text_or_none
from data.sources.word_findings import WordFindings
from geo import AreaLayer, Locator, NameIndex
from jobs.place_preview import PlaceFindings
from jobs.proposed_source import FileGroup, detect_source, group_files
from jobs.source_proposal import ProposalFacts, city_toml, source_name

SAMPLE_ROWS = 5
MAX_INSPECTED_ROWS = 200_000  # enough to know a file by; an import reads all


@dataclass(frozen=True)
class FileInspection:
    """What is shown of a file."""

    layout: Layout
    samples: dict[str, list[str]]
    date_orders: DateOrderDetector | None  # None where the source states how its dates are written
    sample_rows: list[tuple[ServiceRequest | RejectedRow, Place | None]] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    status_meanings: dict[str, str] = field(default_factory=dict)  # status by status word of the file
    category_codes: dict[str, str] = field(default_factory=dict)  # category code by category name of the file
    row_count: int = 0
    rejected_count: int = 0
    sheets: tuple[str, ...] = ()  # those that are read
    findings: list[Finding] = field(default_factory=list)  # what is not taken as it stands
    doubts: tuple[str, ...] = ()  # what is hardly true of the rows as a whole
    is_complete: bool = True  # every row of the file was inspected
    source: TabularSource | None = None  # by which it was read
    toml: str = ""

    @property
    def ambiguous_orders(self) -> list[DateOrder]:
        """Return the orders of day and month that the file leaves possible, if a person must choose."""
        return [] if self.date_orders is None else self.date_orders.choices


@dataclass(frozen=True)
class PreviewContext:
    """The city that a file would be imported into."""

    city: City
    locate: Locator
    name_index: NameIndex
    hash_reporter: Callable[[str], str]

    @classmethod
    def build(cls, city: City, layer: AreaLayer) -> "PreviewContext":
        """Return a city without a store; the hash of a reporter is a placeholder."""
        return cls(city, Locator(layer), open_name_index(city, layer), lambda _name: "(hash)")

    def geocoder(self, source: str) -> Geocoder:
        """Return where the reports of a source are."""
        return open_geocoder(self.city, self.locate, self.name_index, source)


def inspect_file(
    preview_context: PreviewContext,
    path: Path,
    configured_source: TabularSource | None,
    now: datetime,
    group: FileGroup | None = None,
) -> FileInspection:
    """Inspect a file, or the first part of a long one, as a source of the city or by its columns' names.

    :param configured_source: the source of the city's file; None to propose one from the columns
    :param group: the files that the proposed source reads; by default this one
    :raises FeedError: the file cannot be read
    """
    city = preview_context.city
    group = group or FileGroup(source_name(path, [source.name for source in city.source]), (path,))
    with first_part(path) as (part, is_whole):
        inspection = _inspect(preview_context, part, group, configured_source, now)
    return replace(inspection, is_complete=is_whole and inspection.is_complete)


def _inspect(
    preview_context: PreviewContext,
    path: Path,
    group: FileGroup,
    configured_source: TabularSource | None,
    now: datetime,
) -> FileInspection:
    city, name_index = preview_context.city, preview_context.name_index
    detected_columns, source = (
        (None, configured_source)
        if configured_source
        else detect_source(city, name_index, path, group.name, group.fields)
    )
    with open_content(path) as stream:
        rule = marking_rule(preview_context.city)
        inspection = _inspect_layout(table_rows(source, path), stream, detected_columns, rule)
    dated_source = (
        source.model_copy(update={"date_order": inspection.ambiguous_orders[0]})
        if inspection.ambiguous_orders
        else source
    )
    rows = table_rows(dated_source, path)
    inspection = _with_rows(preview_context, inspection, dated_source, rows, now)
    inspection.layout.left_out.clear()  # counted already while the order of dates was determined
    inspection.layout.left_out.update(rows.left_out)
    inspection.findings.extend(rows.findings.take())
    return replace(inspection, source=source, toml=proposed_toml(city, [replace(inspection, source=source)]))


def _inspect_layout(
    rows: TableRows, stream: BinaryIO, detected_columns: DetectedColumns | None, rule: MarkingRule
) -> FileInspection:
    file_layout, source = layout_for(rows, stream), rows.source
    layout = file_layout.first
    header = layout.header.names if layout.header else rows.column_spec().columns
    orders = None if source.date_order or source.date_format else DateOrderDetector()
    for date_text in islice(date_texts(file_layout, source) if orders else (), MAX_INSPECTED_ROWS):
        assert orders is not None
        orders.observe(date_text)
    columns, private_columns = (
        detected_columns.columns if detected_columns else header,
        list_private_columns(rows),
    )
    sample_values = collect_samples(
        layout, [name for name in columns if name and name not in private_columns], rule
    )
    return FileInspection(
        layout,
        {name: sample_values.get(name, ["(not shown)"]) for name in columns if name},
        orders,
        sheets=tuple(table.sheet for table in file_layout.tables if table.sheet),
    )


def _with_rows(
    preview_context: PreviewContext,
    inspection: FileInspection,
    source: TabularSource,
    rows: Iterable[Row],
    now: datetime,
) -> FileInspection:
    """Check rows as a pull would, at most so many; keep only the first ones."""
    validator = RowValidator(preview_context.city, source, preview_context.hash_reporter, source.date_format)
    status_words, words, findings = (
        known_status_words(source),
        WordFindings(preview_context.city, source),
        FindingCounter(),
    )
    geocoder = preview_context.geocoder(source.name)
    places = PlaceFindings(geocoder, findings, now)
    count, rejected, checked_rows = 0, 0, list[ServiceRequest | RejectedRow]()
    for row in validator.mark_days(islice(rows, MAX_INSPECTED_ROWS)):
        outcome = validator.check(row, now)
        count, rejected = count + 1, rejected + isinstance(outcome, RejectedRow)
        if len(checked_rows) < SAMPLE_ROWS:
            checked_rows.append(outcome)
        words.add([row], [outcome], findings)
        places.add(outcome)
        _count_words(inspection, validator.redact(row), outcome, status_words)
    places.finish()
    inspection.findings.extend(findings.take())
    places_by_id = _places_by_id(geocoder, checked_rows)
    placed_rows = [(item, places_by_id.get(id(item))) for item in checked_rows]
    return replace(
        inspection,
        sample_rows=placed_rows,
        row_count=count,
        rejected_count=rejected,
        doubts=tuple(doubt.sentence for doubt in implausible_results(places.summary)),
        is_complete=count < MAX_INSPECTED_ROWS,
    )


def _count_words(
    inspection: FileInspection, row: Row, outcome: ServiceRequest | RejectedRow, status_words: dict[str, str]
) -> None:
    word = text_or_none(row.fields.get("status_description"))
    if word:
        inspection.statuses[word] += 1
        meaning = row.fields.get("status_code") or status_words.get(normalize(word))
        inspection.status_meanings.setdefault(word, str(meaning or ""))
    is_confidential = row.fields.get("service_code") == CONFIDENTIAL
    name = WITHHELD_TEXT if is_confidential else text_or_none(row.fields.get("service_name"))
    if name and isinstance(outcome, ServiceRequest):
        inspection.categories[name] += 1
        inspection.category_codes.setdefault(
            name, "" if outcome.service_code == OTHER_CATEGORY else outcome.service_code
        )


def _places_by_id(
    geocoder: Geocoder, checked_rows: Sequence[ServiceRequest | RejectedRow]
) -> dict[int, Place]:
    records = [item for item in checked_rows if isinstance(item, ServiceRequest)]
    return {
        id(record): located.place for record, located in zip(records, geocoder.place(records), strict=True)
    }


def file_groups(
    preview_context: PreviewContext, files: Sequence[Path], configured_source: TabularSource | None
) -> list[FileGroup]:
    """Return the files by the source that is proposed for them, or all under the configured one."""
    if configured_source:
        return [FileGroup(configured_source.name, tuple(files))]
    return group_files(preview_context.city, preview_context.name_index, files)


def proposed_toml(city: City, inspections: Sequence[FileInspection]) -> str:
    """Return the source that reads these files, with the categories that they name, as TOML."""
    statuses, categories = Counter[str](), Counter[str]()
    for each in inspections:
        statuses.update(_without_meaning(each.statuses, each.status_meanings))
        categories.update(_without_meaning(each.categories, each.category_codes))
    source = inspections[0].source
    assert source is not None
    order, choices = _order_of_all([each.date_orders for each in inspections if each.date_orders])
    return city_toml(city, source, ProposalFacts(order, choices, statuses, categories))


def _order_of_all(detectors: Sequence[DateOrderDetector]) -> tuple[DateOrder | None, list[DateOrder]]:
    """Return the order of all files' dates, else the orders among which a person must choose."""
    together = DateOrderDetector.of_all(detectors)
    if len(detectors) > 1 and not together.possible:
        return None, sorted({order for each in detectors for order in each.possible})
    choices = together.choices
    return (None, choices) if choices else (together.decide(), [])


def _without_meaning(counts: Mapping[str, int], meanings: Mapping[str, str]) -> dict[str, int]:
    return {word: count for word, count in counts.items() if not meanings[word]}
