"""Import of an official area layer, and the choice of the layer in use."""

import os
import re
import shutil
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from geo.areas import AreaLayer, AreaRemark, LayerError, LayerFields, area_label, sample
from geo.build import default_layer
from geo.compare import Differences, differences, overlaps
from geo.geojson import layer_geojson
from geo.layer import open_layer
from geo.levels import with_levels
from geo.normalise import normalise, require_fields, to_text
from geo.parents import with_parent_codes
from geo.polygons import metric
from geo.proof import faults_of
from geo.read import MapRows, read_rows
from geo.repair import DOUBTFUL

DEFAULT_CITY = "manado"
DEFAULT_CITY_NAMES = frozenset((DEFAULT_CITY, "71.71"))  # by file and by code: a copy may have any name
INSTALLED_FIELDS = LayerFields(parent="parent", parent_name="parent_name")
LARGEST_OVERLAP_SHARE = 0.005
PRIVATE_FOLDER_MODE, PRIVATE_FILE_MODE = 0o700, 0o600  # as all else that the board keeps


LayerCheck = Callable[[AreaLayer], tuple[str, ...]]  # returns what to know of a layer, or refuses it


@dataclass(frozen=True)
class ImportReport:
    """The result of an import; the command prints it.

    Attributes:
        repairs: what was repaired in the geometry
        left_out: areas of the file that were left out on request
        remarks: what does not fit the layer elsewhere, such as a setting
    """

    city: str
    source: str
    to: Path
    previous: Path | None
    areas: int
    parents: int
    overlap_percent: float
    overlaps: tuple[tuple[str, str, float], ...]
    against_default: Differences | None
    repairs: tuple[AreaRemark, ...] = ()
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the fields as plain values, ready for JSON."""
        previous = None if self.previous is None else str(self.previous)
        return {**asdict(self), "to": str(self.to), "previous": previous}


def import_official(
    file: Path,
    *,
    fields: LayerFields,
    city: str,
    to: Path,
    at: datetime,
    layer: str | None = None,
    leave_out: Collection[str] = (),
    check: LayerCheck | None = None,
) -> ImportReport:
    """Prove that ``file`` works and write it as GeoJSON to ``to``; ``at`` dates the backup of a previous one.

    ``fields.parent`` may hold codes or names.

    :param leave_out: codes or names of areas of the file that are left out
    :param check: compares the layer with what else must agree with it; by default nothing
    :raises LayerError: unusable as in :func:`open_layer`, or as :func:`faults_of` finds, or overlaps on more
        than 0.5 % of the surface, or ``check`` refuses it; then nothing is written
    """
    official = _read_official(file, fields, city, layer, leave_out)
    pairs = overlaps(official)
    share = float(pairs["area_m2"].sum() / metric(official.areas).area.sum())
    content = layer_geojson(official)
    _refuse_if_any([*_doubtful(official), *_too_much_overlap(share, pairs), *_faults_as_written(content)])
    remarks = check(official) if check else ()
    return ImportReport(
        city=city,
        source=official.source,
        to=to,
        previous=install(content, to, at),
        areas=len(official.codes),
        parents=len(official.parents),
        overlap_percent=round(100 * share, 4),
        overlaps=_largest_overlaps(pairs),
        against_default=differences(default_layer(), official) if city in DEFAULT_CITY_NAMES else None,
        repairs=official.repairs,
        left_out=tuple(leave_out),
        remarks=remarks,
    )


def is_layer_name(name: str) -> bool:
    """Return whether a city's name or code may be the name of its layer's file."""
    return re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", name) is not None and not name.endswith(".toml")


def installed_path(var: Path, city: str) -> Path:
    """Return the path of a city's imported layer.

    :raises LayerError: the city's name is not letters, digits, - and _ only, with dots between them
    """
    if not is_layer_name(city):
        raise LayerError(f"city {city!r}: use letters, digits, - and _ only, and dots between them")
    return var / "areas" / f"{city}.geojson"


def installed_layer(var: Path, city: str) -> Path | None:
    """Return the imported file of a city, to be read with ``INSTALLED_FIELDS``; None if there is none."""
    file = installed_path(var, city)
    return file if file.is_file() else None


def layer_in_use(var: Path, city: str, *others: str) -> AreaLayer:
    """Return the imported layer, else the default one of Manado.

    :param others: further names of the city, such as that of its file: its layer may lie under any of them
    :raises LayerError: another city without an imported layer, or an imported file that is damaged
    """
    names = (city, *filter(is_layer_name, others))
    file = next(filter(None, (installed_layer(var, name) for name in names)), None)
    if file is not None:
        return _open_installed(file)
    if not DEFAULT_CITY_NAMES.intersection(names):
        raise LayerError(f"no area layer for city {city!r}: bring one in with `python -m geo import FILE …`")
    return default_layer()


def _open_installed(file: Path) -> AreaLayer:
    try:
        return open_layer(file, fields=INSTALLED_FIELDS, tolerant=True)
    except LayerError as error:
        raise LayerError(f"{error}; the imported area layer is damaged: {_way_back(file)}") from error


def _way_back(file: Path) -> str:
    """Say how to get a damaged file back: from its newest backup that can be read, else by an import."""
    for backup in sorted(file.parent.glob(f"{file.name}.*"), reverse=True):
        with suppress(LayerError):
            open_layer(backup, fields=INSTALLED_FIELDS)
            return f"import the official file again, or go back to the layer before it: cp {backup} {file}"
    return "import the official file again, or take it from a backup of the board (docs/operations.md)"


def install(content: bytes, to: Path, at: datetime) -> Path | None:
    """Write ``content`` to ``to`` atomically; return the backup of the previous file, or None."""
    to.parent.mkdir(mode=PRIVATE_FOLDER_MODE, parents=True, exist_ok=True)
    previous = _back_up(to, at)
    temporary = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        _write_through(temporary, content)
        temporary.replace(to)
    finally:
        temporary.unlink(missing_ok=True)
    return previous


def _back_up(file: Path, at: datetime) -> Path | None:
    if not file.exists():
        return None
    backup = file.with_name(f"{file.name}.{at:%Y%m%dT%H%M%S%f}")
    shutil.copy2(file, backup)
    return backup


def _write_through(file: Path, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE_MODE)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _read_official(
    file: Path, fields: LayerFields, city: str, layer: str | None, leave_out: Collection[str]
) -> AreaLayer:
    rows = read_rows(file, layer)
    frame, fields = with_levels(rows.frame, fields)
    require_fields(frame, fields)
    rows = _without(MapRows(frame, rows.label, rows.closed), fields, leave_out)
    frame, fields = with_parent_codes(rows.frame, fields)
    normal = normalise(frame, fields, parent_names=_known_parents(city), closed=rows.closed)
    return AreaLayer(normal.areas, False, file.name, normal.repairs)


def _without(rows: MapRows, fields: LayerFields, leave_out: Collection[str]) -> MapRows:
    """Return the rows without the areas to leave out.

    :raises LayerError: no area has such a code or name
    """
    codes, names = to_text(rows.frame[fields.code]), to_text(rows.frame[fields.name])
    unknown = [text for text in leave_out if text not in {*codes, *names}]
    if unknown:
        raise LayerError(f"--leave-out: no area has the code or name {', '.join(map(repr, unknown))}")
    used = ~(codes.isin(leave_out) | names.isin(leave_out))
    closed = frozenset(int(used[:row].sum()) for row in rows.closed if used[row])
    return MapRows(rows.frame[used.to_numpy()].reset_index(drop=True), rows.label, closed)


def _known_parents(city: str) -> Mapping[str, str]:
    if city not in DEFAULT_CITY_NAMES:
        return {}
    parents = default_layer().parents
    return dict(zip(parents["code"], parents["name"], strict=True))


def _largest_overlaps(pairs: pd.DataFrame) -> tuple[tuple[str, str, float], ...]:
    largest = pairs.head(10)
    return tuple(zip(largest["code"], largest["other"], largest["area_m2"].round(1), strict=True))


def _refuse_if_any(problems: list[str]) -> None:
    if problems:
        raise LayerError("; ".join(problems))


def _doubtful(layer: AreaLayer) -> list[str]:
    areas = [area_label(each.code, each.name) for each in layer.repairs if DOUBTFUL in each.text]
    return [f"{DOUBTFUL}, put it right in a GIS program: {sample(areas)}"] if areas else []


def _too_much_overlap(share: float, pairs: pd.DataFrame) -> list[str]:
    if share <= LARGEST_OVERLAP_SHARE:
        return []
    described = ", ".join(
        f"{code} with {other} ({size:.0f} m²)" for code, other, size in _largest_overlaps(pairs)
    )
    return [
        f"areas overlap on {share:.2%} of the surface (allowed: {LARGEST_OVERLAP_SHARE:.1%}): "
        f"{described}; cut the overlaps in a GIS program and import again"
    ]


def _faults_as_written(content: bytes) -> list[str]:
    """Return what a board could not do with the file that would be written, read as the board reads it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "layer.geojson"
        file.write_bytes(content)
        return faults_of(open_layer(file, fields=INSTALLED_FIELDS))
