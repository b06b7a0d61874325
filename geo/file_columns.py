"""What an area file holds (``geo import --inspect``): its columns, and the options that would read it."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.areas import LayerFields
from geo.levels import ONE_LEVEL
from geo.normalise import to_text
from geo.read import read_rows

SAMPLES, SAMPLE_LENGTH = 3, 40
MOSTLY = 0.9  # the share of names that must differ
# Words of column names, the most certain first. WADMKD and the like are those of the national map agency.
NAME_WORDS = ("wadmkd", "namobj", "kelurahan", "desa", "neighborhood", "neighbourhood", "ward", "suburb",
              "name", "nama", "nm", "label", "district", "borough")  # fmt: skip
CODE_WORDS = ("kdepum", "kdcbps", "kode", "code", "kd", "geoid", "id", "no", "nomor", "number")
PARENT_WORDS = ("wadmkc", "kecamatan", "kec", "parent", "borough", "district", "kota", "region", "council")
NO_CODES = ("shape", "area", "length", "leng", "luas", "fid", "objectid", "gid")


@dataclass(frozen=True)
class FileColumn:
    """One column of an area file, with how many different values it has and how many areas lack one."""

    name: str
    values: pd.Series[str]

    @property
    def different(self) -> int:
        """The number of different values."""
        return int(self.values[self.values.ne("")].nunique())

    @property
    def is_filled(self) -> bool:
        """Whether every area has a value."""
        return bool(self.values.ne("").all())

    @property
    def is_code(self) -> bool:
        """Whether the values are codes: with digits, and without spaces."""
        return bool(self.values.str.fullmatch(r"\S*\d\S*").all())

    @property
    def share(self) -> float:
        """The share of different values."""
        return self.different / max(len(self.values), 1)

    def describe(self) -> str:
        """Return the column as one line."""
        shown = [value[:SAMPLE_LENGTH] for value in self.values[self.values.ne("")].unique()[:SAMPLES]]
        blank = int(self.values.eq("").sum())
        without = f", {blank} without" if blank else ""
        return f"  {self.name}: {self.different} different{without}: {' | '.join(shown)}"


@dataclass(frozen=True)
class FileColumns:
    """The columns of an area file."""

    file: Path
    columns: tuple[FileColumn, ...]

    def describe(self) -> str:
        """Return the columns, and what would read them, as text for a terminal."""
        areas = len(self.columns[0].values) if self.columns else 0
        lines = [f"{self.file.name}: {areas} areas, {len(self.columns)} columns", *_described(self.columns)]
        fields = self.guess()
        if fields is None:
            return "\n".join([*lines, "", "no column has a name for every area: --name needs one"])
        command = ["python", "-m", "geo", "import", str(self.file), *_options(fields)]
        lines += [
            "",
            "to import it:",
            f"  {shlex.join(command)}",
            "",
            "or, with the file beside the city's:",
            "",
        ]
        return "\n".join([*lines, *_areas_block(self.file, fields)])

    def guess(self) -> LayerFields | None:
        """Return the columns of names, codes and parents, as their names and values suggest; None without."""
        name = _best(NAME_WORDS, (c for c in self.columns if _is_name(c)))
        if name is None:
            return None
        code = _best(CODE_WORDS, (c for c in self.columns if _is_code(c)))
        parents = [c for c in self.columns if c.is_filled and 1 < c.different < len(c.values)]
        parent_name = _best(PARENT_WORDS, (c for c in parents if not c.is_code))
        parent_code = _best(PARENT_WORDS, (c for c in parents if c.is_code and _stands_for(c, parent_name)))
        code_name = code.name if code else ""
        if parent_code:
            return LayerFields(
                code_name, name.name, parent_code.name, parent_name.name if parent_name else None
            )
        if parent_name:
            return LayerFields(code_name, name.name, parent_name.name)
        has_groups = code is not None and bool(code.values.str.contains(".", regex=False).all())
        return LayerFields(code_name, name.name, levels=2 if has_groups else ONE_LEVEL)


def read_columns(file: Path, layer: str | None = None) -> FileColumns:
    """Return the columns of an area file.

    :raises LayerError: the file cannot be read as a map
    """
    frame = read_rows(file, layer).frame
    names = [str(column) for column in frame.columns if column != frame.geometry.name]
    return FileColumns(file, tuple(FileColumn(name, to_text(frame[name])) for name in names))


def _described(columns: Iterable[FileColumn]) -> list[str]:
    return [column.describe() for column in columns]


def _name_words(column: FileColumn) -> set[str]:
    spelled = re.sub(r"(?<=[a-z\d])(?=[A-Z])", " ", column.name)
    return set(re.findall(r"[a-z]+", spelled.lower()))


def _best(name_words: Iterable[str], columns: Iterable[FileColumn]) -> FileColumn | None:
    """Return the column with the most certain word in its name."""
    candidates = list(columns)
    return next((c for word in name_words for c in candidates if word in _name_words(c)), None)


def _is_name(column: FileColumn) -> bool:
    has_letters = column.values.str.contains(r"[^\W\d_]", regex=True).all()
    return column.is_filled and bool(has_letters) and column.share >= MOSTLY and not column.is_code


def _is_code(column: FileColumn) -> bool:
    is_unique = column.is_filled and column.different == len(column.values)
    return is_unique and column.is_code and not _name_words(column).intersection(NO_CODES)


def _stands_for(code: FileColumn, name: FileColumn | None) -> bool:
    """Return whether a column has one code for each parent's name."""
    if name is None:
        return True
    pairs = pd.DataFrame({"code": code.values, "name": name.values}).drop_duplicates()
    return pairs["code"].is_unique and pairs["name"].is_unique


def _options(fields: LayerFields) -> list[str]:
    values = {
        "--id": fields.code,
        "--name": fields.name,
        "--parent": fields.parent,
        "--parent-name": fields.parent_name,
        "--levels": str(ONE_LEVEL) if fields.levels == ONE_LEVEL else None,
    }
    return [part for option, value in values.items() if value for part in (option, value)]


def _areas_block(file: Path, fields: LayerFields) -> list[str]:
    values = {
        "file": file.name,
        "code_field": fields.code,
        "name_field": fields.name,
        "parent_field": fields.parent,
        "parent_name_field": fields.parent_name,
    }
    levels = [f"levels = {ONE_LEVEL}"] if fields.levels == ONE_LEVEL else []
    keys = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value]
    return ["[areas]", *levels, *keys]
