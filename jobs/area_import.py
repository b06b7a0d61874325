"""The check of a new area layer against everything that holds its codes, before it replaces another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import shapely
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bootstrap import open_city_layer
from data.config.city_loader import load_city
from data.config.settings import SettingError, Settings, read_settings
from data.core.config.agreement import setting_mismatches
from data.core.config.city import City
from data.services.area_codes import CodeHolders, holders_of
from data.services.store_location import located_store_url
from data.store import area_codes, reports
from data.store.area_codes import AreaCodesState
from data.store.areas import layer_fingerprint
from data.store.engine import has_schema, open_engine, writer
from geo import INSTALLED_FIELDS, AreaLayer, LayerError, layer_in_use, open_layer
from geo.areas import sample
from geo.official import LayerCheck
from geo.renumbering import LayerChanges, LevelChanges, layer_changes

_FLAG = "--renumber"


@dataclass(frozen=True)
class _Board:
    """What a layer is compared with; each part may be missing.

    Attributes:
        previous: the layer in use
        notes: what could not be compared, and why
    """

    city: City | None
    previous: AreaLayer | None
    engine: Engine | None
    notes: tuple[str, ...]


def import_check(
    environ: Mapping[str, str], var: Path, city_name: str, to: Path | None, *, renumber: bool
) -> LayerCheck:
    """Return a check that refuses a layer which moves names between codes, unless ``renumber`` allows it.

    :param environ: the settings, with those of the city whose layer is imported
    :param to: where the layer will be written, if that is not the usual place
    """

    def check(layer: AreaLayer) -> tuple[str, ...]:
        board = _open_board(environ, var, city_name, to)
        try:
            return (*board.notes, *_compare(board, layer, renumber=renumber))
        except SQLAlchemyError as error:
            return (
                *board.notes,
                f"the store could not be asked, so that nothing there was compared: {error}",
            )
        finally:
            if board.engine:
                board.engine.dispose()

    return check


def _open_board(environ: Mapping[str, str], var: Path, city_name: str, to: Path | None) -> _Board:
    try:
        settings = read_settings(environ)
        city = load_city(settings)
    except SettingError as error:
        previous, notes = _previous_layer(None, var, city_name, to)
        return _Board(None, previous, None, (f"settings and store were not compared: {error}", *notes))
    previous, notes = _previous_layer((settings, city), var, city_name, to)
    return _Board(city, previous, _open_store(settings, city), notes)


def _previous_layer(
    board: tuple[Settings, City] | None, var: Path, city_name: str, to: Path | None
) -> tuple[AreaLayer | None, tuple[str, ...]]:
    try:
        if to is not None and to.is_file():
            return open_layer(to, fields=INSTALLED_FIELDS, tolerant=True), ()
        return (open_city_layer(*board) if board else layer_in_use(var, city_name)), ()
    except LayerError as error:
        return None, (f"no layer in use to compare with: {error}",)


def _open_store(settings: Settings, city: City) -> Engine | None:
    """Open the store, if there is one; nothing is created or migrated."""
    url = make_url(located_store_url(settings, city))
    if url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).is_file()):
        return None
    engine = open_engine(url)
    try:
        return engine if has_schema(engine) else None
    except SQLAlchemyError:
        return engine  # the first query says why


def _compare(board: _Board, layer: AreaLayer, *, renumber: bool) -> list[str]:
    """Compare a layer with settings and store; return what to know.

    :raises LayerError: it is refused; the message names all reasons
    """
    if board.engine is None:
        return _judge(board, layer, _Holdings(), renumber=renumber)
    with board.engine.connect() as connection:
        holdings = _holdings(connection, board.previous, layer)
    remarks = _judge(board, layer, holdings, renumber=renumber)
    if renumber and holdings.changes and holdings.changes.parents.is_renumbering:
        _allow(board.engine, layer, holdings.changes.parents)
    return remarks


@dataclass(frozen=True)
class _Holdings:
    """Which codes changed for the store, and who and how many reports hold them."""

    changes: LayerChanges | None = None
    names: Mapping[str, str] | None = None
    holders: CodeHolders = field(default_factory=CodeHolders)
    reports: int = 0


def _holdings(connection: Connection, previous: AreaLayer | None, layer: AreaLayer) -> _Holdings:
    basis = _codes_in_use(connection, previous)
    if basis is None:
        return _Holdings()
    changes = layer_changes(basis, layer.areas)
    parents, areas = ({*level.changed_codes, *level.gone} for level in (changes.parents, changes.areas))
    counts = reports.count_by(connection, "area_code")
    return _Holdings(
        changes,
        changes.parents.names,
        holders_of(connection, parents),
        sum(count for code, count in counts.items() if code in areas | parents),
    )


def _codes_in_use(connection: Connection, previous: AreaLayer | None) -> pd.DataFrame | None:
    """Return the layer whose codes accounts and displays hold: the one in use, or the store's own."""
    stored = layer_fingerprint(connection)
    followed = area_codes.load(connection).followed
    if previous and previous.fingerprint in (stored, followed):
        return previous.areas
    if stored is not None:
        return reports.areas(connection)
    return previous.areas if previous else None


def _judge(board: _Board, layer: AreaLayer, holdings: _Holdings, *, renumber: bool) -> list[str]:
    changes = layer_changes(board.previous.areas, layer.areas) if board.previous else holdings.changes
    reasons = _reasons(board.previous, layer, changes, holdings)
    remarks = [*_holder_texts(holdings), *_setting_texts(board.city, layer, changes)]
    if reasons and not renumber:
        raise LayerError(
            f"{'; '.join([*reasons, *remarks])}; nothing was replaced. If all this is meant, repeat the "
            f"command with {_FLAG}: accounts and displays then follow the names when the board starts"
        )
    return [*reasons, *remarks]


def _reasons(
    previous: AreaLayer | None, layer: AreaLayer, changes: LayerChanges | None, holdings: _Holdings
) -> list[str]:
    """Return why a layer must not be taken without a person's word."""
    known = [each for each in (changes, holdings.changes) if each]
    moving = next((each for each in known if each.is_renumbering), None)
    texts = _moves(moving) if moving else []
    if holdings.holders.accounts and holdings.changes and holdings.changes.parents.gone:
        gone = [f"{code} ({name})" for code, name in holdings.changes.parents.gone.items()]
        texts.append(f"accounts belong to kecamatan that the file has not: {sample(gone)}")
    return [*texts, *_elsewhere(previous, layer)]


def _moves(changes: LayerChanges) -> list[str]:
    parents, areas = _level_texts(changes.parents), _level_texts(changes.areas)
    texts = [f"parents: {sample(parents, 20)}"] if parents else []
    texts += [f"areas: {sample(areas, 5)}"] if areas else []
    return [f"the file moves names between codes: {'; '.join(texts)}"]


def _level_texts(level: LevelChanges) -> list[str]:
    return [*map(str, level.moved), *map(str, level.reused)]


def _elsewhere(previous: AreaLayer | None, layer: AreaLayer) -> list[str]:
    """Find that a layer lies elsewhere than the one in use; the schematic one is no measure."""
    if previous is None or previous.schematic:
        return []
    place, old = (shapely.box(*each.areas.total_bounds) for each in (layer, previous))
    if shapely.intersects(place, old):
        return []
    west, south, east, north = place.bounds
    is_swapped = shapely.intersects(shapely.box(south, west, north, east), old)
    cause = "latitude and longitude look swapped" if is_swapped else "declare the right CRS in the file"
    return [f"no area lies where the layer in use lies: {cause}"]


def _holder_texts(holdings: _Holdings) -> list[str]:
    texts = [
        f"{holder} holds a code that changes" for holder in holdings.holders.describe(holdings.names or {})
    ]
    if holdings.reports:
        texts.append(
            f"{holdings.reports} stored report(s) have a code that changes; they are reassigned by their "
            "points and names when the jobs start"
        )
    return texts


def _setting_texts(city: City | None, layer: AreaLayer, changes: LayerChanges | None) -> list[str]:
    if city is None:
        return []
    new_codes = {**changes.areas.new_codes, **changes.parents.new_codes} if changes else {}
    return [f"{each}; it is ignored" for each in setting_mismatches(city, layer.has_code, new_codes)]


def _allow(engine: Engine, layer: AreaLayer, parents: LevelChanges) -> None:
    """Store that accounts and displays may follow a renumbering once the board starts with the layer."""
    with writer(engine).begin() as connection:
        state = area_codes.load(connection)
        agreed = AreaCodesState(
            state.followed, layer.fingerprint, parents.new_codes, tuple(sorted(parents.reused_codes))
        )
        area_codes.save(connection, agreed)
