"""Commands on the area layer: `python -m geo import FILE …` and `python -m geo export`."""

import argparse
import json
import os
import sys
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geo.areas import LayerError, LayerFields
from geo.file_columns import read_columns
from geo.geojson import layer_geojson
from geo.levels import ONE_LEVEL
from geo.official import (
    DEFAULT_CITY,
    PRIVATE_FOLDER_MODE,
    import_official,
    installed_path,
    is_layer_name,
    layer_in_use,
)


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    """Run one command; return 0, or 2 with the reason on standard error."""
    options = _parser(_city(environ), _earlier_names(environ)).parse_args(argv)
    var = Path(environ.get("PANTAU_VAR") or "var")
    try:
        options.environ = _environ_of(options, environ)
        sys.stdout.write(options.run(options, var) + "\n")
    except (LayerError, OSError) as error:
        sys.stderr.write(f"geo {options.command}: {error}\n")
        return 2
    return 0


def _city(environ: Mapping[str, str]) -> str:
    """Return the name of the city's layer: the code in the city's file, else the name of a bundled one."""
    city = environ.get("PANTAU_CITY") or DEFAULT_CITY
    code = _city_table(city).get("code") if city.endswith(".toml") else None
    return str(code) if code and is_layer_name(str(code)) else Path(city).stem


def _environ_of(options: argparse.Namespace, environ: Mapping[str, str]) -> Mapping[str, str]:
    """Return the settings for the city of the command, which may be another than the configured one."""
    return environ if options.city == options.own_city else {**environ, "PANTAU_CITY": options.city}


def _earlier_names(environ: Mapping[str, str]) -> list[str]:
    """Return the name of the city's file, under which its layer was kept before."""
    return [Path(environ["PANTAU_CITY"]).stem] if environ.get("PANTAU_CITY") else []


def _city_table(path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # the board names what is wrong with it


def _parser(city: str, other_names: Sequence[str] = ()) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geo", description="The area layer of a city.")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_import(commands.add_parser("import", help="replace the area layer by an official one, once checked"))
    export = commands.add_parser("export", help="the area layer in use, as GeoJSON on standard output")
    export.set_defaults(run=_export)
    for command in commands.choices.values():
        command.add_argument("--city", default=city, help="default: %(default)s (from PANTAU_CITY)")
        command.set_defaults(other_names=other_names, own_city=city)
    return parser


def _add_import(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, help="GeoPackage, Shapefile, GeoJSON or KML")
    command.add_argument("--inspect", action="store_true", help="show the file's columns; import nothing")
    command.add_argument("--id", default="", metavar="FIELD", help="the areas' codes")
    command.add_argument("--name", metavar="FIELD", help="the areas' names")
    command.add_argument(
        "--levels",
        type=int,
        choices=(1, 2),
        default=2,
        help="1: no parents; without --id, codes of the names",
    )
    command.add_argument(
        "--parent", metavar="FIELD", help="their parents' codes or names (default: from the code)"
    )
    command.add_argument("--parent-name", metavar="FIELD", help="the parents' names, beside their codes")
    command.add_argument("--layer", metavar="NAME", help="which layer of a file that holds several")
    command.add_argument(
        "--leave-out", action="append", default=[], metavar="AREA", help="an area's code or name; repeat it"
    )
    command.add_argument(
        "--renumber", action="store_true", help="take a file that moves names between codes; all else follows"
    )
    command.add_argument("--to", type=Path, metavar="PATH", help="default: PANTAU_VAR/areas/CITY.geojson")
    command.set_defaults(run=_import)


def _import(options: argparse.Namespace, var: Path) -> str:
    if options.inspect:
        return read_columns(options.file, options.layer).describe()
    if not options.name or not (options.id or options.levels == ONE_LEVEL):
        raise LayerError("needed are --name and --id (or --levels 1); --inspect shows the file's columns")
    from jobs.area_import import import_check

    if options.to is None:
        var.mkdir(mode=PRIVATE_FOLDER_MODE, parents=True, exist_ok=True)
    report = import_official(
        options.file,
        fields=LayerFields(options.id, options.name, options.parent, options.parent_name, options.levels),
        city=options.city,
        to=options.to or installed_path(var, options.city),
        at=datetime.now(UTC),
        layer=options.layer,
        leave_out=options.leave_out,
        check=import_check(options.environ, var, options.city, options.to, renumber=options.renumber),
    )
    for remark in (*(f"{each.code} ({each.name}): {each.text}" for each in report.repairs), *report.remarks):
        sys.stderr.write(f"geo import: note: {remark}\n")
    return json.dumps(report.to_dict(), ensure_ascii=False)


def _export(options: argparse.Namespace, var: Path) -> str:
    return layer_geojson(layer_in_use(var, options.city, *options.other_names)).decode()


if __name__ == "__main__":
    sys.exit(main())
