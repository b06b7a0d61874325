"""Import of an official area layer, and the choice of the layer in use."""

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from geo.areas import AreaLayer, LayerError, LayerFields
from geo.build import default_layer
from geo.compare import Differences, differences, overlaps
from geo.geojson import layer_geojson
from geo.layer import open_layer
from geo.normalise import normalise, require_fields
from geo.parents import with_parent_codes
from geo.polygons import metric
from geo.read import read_frame

DEFAULT_CITY = "manado"
INSTALLED_FIELDS = LayerFields(parent="parent", parent_name="parent_name")
LARGEST_OVERLAP_SHARE = 0.005
PRIVATE_FOLDER_MODE, PRIVATE_FILE_MODE = 0o700, 0o600  # as all else that the board keeps


@dataclass(frozen=True)
class ImportReport:
    """The result of an import; the command prints it."""

    city: str
    source: str
    to: Path
    previous: Path | None
    areas: int
    parents: int
    overlap_percent: float
    overlaps: tuple[tuple[str, str, float], ...]
    against_default: Differences | None

    def to_dict(self) -> dict[str, object]:
        """Return the fields as plain values, ready for JSON."""
        previous = None if self.previous is None else str(self.previous)
        return {**asdict(self), "to": str(self.to), "previous": previous}


def import_official(
    file: Path, *, fields: LayerFields, city: str, to: Path, at: datetime, layer: str | None = None
) -> ImportReport:
    """Check ``file`` and write it as GeoJSON to ``to``; a previous file is kept with ``at`` as its suffix.

    ``fields.parent`` may hold codes or names.

    :raises LayerError: unusable as in :func:`open_layer`, or overlaps on more than 0.5 % of the surface; then
        nothing is written
    """
    official = _read_official(file, fields, city, layer)
    pairs = overlaps(official)
    share = _check_overlaps(official, pairs)
    comparison = differences(default_layer(), official) if city == DEFAULT_CITY else None
    return ImportReport(
        city=city,
        source=official.source,
        to=to,
        previous=install(layer_geojson(official), to, at),
        areas=len(official.codes),
        parents=len(official.parents),
        overlap_percent=round(100 * share, 4),
        overlaps=_largest_overlaps(pairs),
        against_default=comparison,
    )


def installed_path(var: Path, city: str) -> Path:
    """Return the path of a city's imported layer.

    :raises LayerError: the city's name is not letters, digits, - and _ only
    """
    if not re.fullmatch(r"[A-Za-z0-9_-]+", city):
        raise LayerError(f"city {city!r}: use letters, digits, - and _ only")
    return var / "areas" / f"{city}.geojson"


def installed_layer(var: Path, city: str) -> Path | None:
    """Return the imported file of a city, to be read with ``INSTALLED_FIELDS``; None if there is none."""
    file = installed_path(var, city)
    return file if file.is_file() else None


def layer_in_use(var: Path, city: str) -> AreaLayer:
    """Return the imported layer, else the default one of Manado.

    :raises LayerError: another city without an imported layer
    """
    file = installed_layer(var, city)
    if file is not None:
        return open_layer(file, fields=INSTALLED_FIELDS)
    if city != DEFAULT_CITY:
        raise LayerError(f"no area layer for city {city!r}: bring one in with `python -m geo import FILE …`")
    return default_layer()


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


def _read_official(file: Path, fields: LayerFields, city: str, layer: str | None) -> AreaLayer:
    frame, _ = read_frame(file, layer)
    require_fields(frame, fields)
    areas = normalise(*with_parent_codes(frame, fields), parent_names=_known_parents(city))
    return AreaLayer(areas, schematic=False, source=file.name)


def _known_parents(city: str) -> Mapping[str, str]:
    if city != DEFAULT_CITY:
        return {}
    parents = default_layer().parents
    return dict(zip(parents["code"], parents["name"], strict=True))


def _largest_overlaps(pairs: pd.DataFrame) -> tuple[tuple[str, str, float], ...]:
    largest = pairs.head(10)
    return tuple(zip(largest["code"], largest["other"], largest["area_m2"].round(1), strict=True))


def _check_overlaps(layer: AreaLayer, pairs: pd.DataFrame) -> float:
    share = float(pairs["area_m2"].sum() / metric(layer.areas).area.sum())
    if share > LARGEST_OVERLAP_SHARE:
        described = ", ".join(
            f"{code} with {other} ({size:.0f} m²)" for code, other, size in _largest_overlaps(pairs)
        )
        raise LayerError(
            f"areas overlap on {share:.2%} of the surface (allowed: {LARGEST_OVERLAP_SHARE:.1%}): "
            f"{described}; cut the overlaps in a GIS program and import again"
        )
    return share
