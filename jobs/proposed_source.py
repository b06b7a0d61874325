"""A source that reads files without configuration: by their columns' names, and what their values prove."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, takewhile
from pathlib import Path
from typing import BinaryIO

from data.core.config.city import City, TabularSource
from data.services.geocoding import AreaNameMatcher
from data.sources.base import FeedError
from data.sources.tables import table_rows
from data.sources.tables.decompression import open_content
from data.sources.tables.file_head import first_part
from data.sources.tables.inspection import DetectedColumns, detect_columns, layout_for, propose_source
from data.sources.tables.merged_guess import MergedFields, is_same_kind, merge_guesses
from jobs.column_evidence import Values, in_usual_order, place_fields, refine_fields
from jobs.source_proposal import source_name, with_defaults

EVIDENCE_ROWS = 2_000


@dataclass(frozen=True)
class FileGroup:
    """Files that one source reads: the same reports, in other years.

    :param fields: None for a file that is proposed by itself, or cannot be read
    """

    name: str
    files: tuple[Path, ...]
    fields: MergedFields | None = None


def detect_source(
    city: City, name_index: AreaNameMatcher, path: Path, name: str, fields: MergedFields | None = None
) -> tuple[DetectedColumns, TabularSource]:
    """Return the columns of a file, and the source that is proposed for it.

    :param name_index: the names of the city's areas
    :param fields: the columns of the source, where other files have a say in them
    :raises FeedError: no table, or one whose columns are not known
    """
    with open_content(path) as stream:
        detected = detect_columns(stream, (city.areas.level, city.areas.parent_level))
        if fields is not None:
            detected = replace(detected, fields=fields)
        elif not detected.is_sp4n:
            detected = replace(detected, fields=_proved_fields(detected, name_index, stream, path, name))
    source = propose_source(detected, name)
    return detected, source if detected.is_sp4n else with_defaults(source)


def _proved_fields(
    detected: DetectedColumns, name_index: AreaNameMatcher, stream: BinaryIO, path: Path, name: str
) -> MergedFields:
    layout = layout_for(table_rows(propose_source(detected, name), path), stream)
    items = chain.from_iterable(table.items.items() for table in layout.tables)
    rows: Sequence[Values] = [item.values for item in islice(items, EVIDENCE_ROWS) if not item.problem]
    refined = refine_fields(detected.fields, rows, detected.columns)
    return in_usual_order(place_fields(refined, rows, name_index))


def group_files(city: City, name_index: AreaNameMatcher, files: Sequence[Path]) -> list[FileGroup]:
    """Return the files by the source that reads them; names of columns that changed are alternatives."""
    groups = list[FileGroup]()
    for file in files:
        fields = _fields_of(city, name_index, file) if len(files) > 1 else None
        position = next((n for n, group in enumerate(groups) if _belongs(group, fields)), None)
        if position is None or fields is None:
            groups.append(FileGroup("", (file,), fields))
        else:
            groups[position] = _joined(groups[position], file, fields)
    return list(_named(city, groups))


def _belongs(group: FileGroup, fields: MergedFields | None) -> bool:
    return bool(group.fields) and bool(fields) and is_same_kind(group.fields or {}, fields or {})


def _joined(group: FileGroup, file: Path, fields: MergedFields) -> FileGroup:
    merged = merge_guesses([group.fields or {}, fields])
    return replace(group, files=(*group.files, file), fields=merged)


def _fields_of(city: City, name_index: AreaNameMatcher, file: Path) -> MergedFields | None:
    """Return the columns of a file; None for an export of its own kind, or what cannot be read."""
    try:
        with first_part(file) as (part, _is_whole):
            detected, source = detect_source(city, name_index, part, "file")
    except (FeedError, OSError):
        return None  # the inspection of the file itself says why
    return None if source.kind == "sp4n" else detected.fields  # type: ignore[attr-defined]


def _named(city: City, groups: Sequence[FileGroup]) -> Iterator[FileGroup]:
    taken = [source.name for source in city.source]
    for group in groups:
        name = source_name(_common_name(group.files), taken)
        taken.append(name)
        yield replace(group, name=name, fields=group.fields if len(group.files) > 1 else None)


def _shared_beginning(names: Sequence[str]) -> str:
    letters = takewhile(lambda at_place: len(set(at_place)) == 1, zip(*names, strict=False))
    return "".join(at_place[0] for at_place in letters)


def _common_name(files: Sequence[Path]) -> Path:
    """Return what the names of files begin with, without a year: aduan-2024.csv and aduan-2025.csv: aduan."""
    shared = re.sub(r"[\W\d_]+$", "", _shared_beginning([file.name.split(".")[0] for file in files]))
    return Path(shared) if len(files) > 1 and shared else files[0]
