"""What each command of ``python -m data`` does."""

import argparse
import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import orjson
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from data.config.city_loader import load_city
from data.config.clock import start_clock
from data.config.settings import SettingError, Settings, read_settings
from data.core.config.city import City
from data.core.integrity.outcome_counts import outcome_counts
from data.core.recap.recap import UnknownAreaError
from data.core.recap.spans import DayRange, span_of_days
from data.services.backup import as_line, back_up, restore
from data.services.history import review_between, snapshot_at
from data.services.integrity import check_store
from data.services.live_board import snapshot_now, to_json
from data.services.recap import RecapQuery, build_recap
from data.services.redaction import RedactionTarget, find_marked, redact_stored
from data.services.renaming import rename_category, rename_source
from data.services.review import ReviewService, VerifiedPack
from data.services.store_location import located_store_url
from data.services.submission import OWN_SOURCE
from data.store import reports
from data.store.backup import BackupError
from data.store.engine import migrate, open_engine


def run(options: argparse.Namespace) -> int:
    """Run one command.

    :returns: the exit code: 0 when all is well, 1 for broken identities, 2 for wrong use
    """
    try:
        settings = read_settings(os.environ)
        if options.command == "restore":  # its city file may be in the backup alone
            return _restore(settings, options)
        city = load_city(settings)
        return COMMANDS[options.command](settings, city, options)
    except (SettingError, BackupError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except DatabaseError as error:
        sys.stderr.write(f"PANTAU_DATABASE_URL: the store cannot be read: {error.orig}\n")
        return 1


def _open_store(settings: Settings, city: City) -> Engine:
    engine = open_engine(located_store_url(settings, city))
    migrate(engine)
    return engine


def _snapshot(settings: Settings, city: City, options: argparse.Namespace) -> int:
    engine = _open_store(settings, city)
    now = start_clock(1).now()
    if options.as_of is None:
        snapshot = snapshot_now(engine, city, now, options.area)
    else:
        snapshot = snapshot_at(engine, city, _aware(options.as_of, city), options.area)
    if options.area and not snapshot.areas:
        sys.stderr.write(f"--area = {options.area!r}: no such kecamatan or kelurahan in the area layer\n")
        return 2
    sys.stdout.write(to_json(snapshot).decode() + "\n")
    return 0


def _aware(moment: datetime | None, city: City) -> datetime:
    """Read a moment without a zone as local time of the city; None is now."""
    if moment is None:
        return start_clock(1).now()
    return moment if moment.tzinfo else moment.replace(tzinfo=city.zone)


def _verdicts(settings: Settings, city: City, options: argparse.Namespace) -> int:
    engine = _open_store(settings, city)
    with engine.connect() as connection:
        standings = reports.standings(connection)
    selected = standings if options.source is None else standings[standings["source"] == options.source]
    counts = outcome_counts(selected, _aware(options.as_of, city))
    sys.stdout.write(orjson.dumps({"reports": len(selected), **counts}).decode() + "\n")
    return 0


def _review(settings: Settings, city: City, options: argparse.Namespace) -> int:
    since, until = _aware(options.since, city), _aware(options.until, city)
    if since >= until:
        sys.stderr.write(f"--since = {since.isoformat()} must lie before --until = {until.isoformat()}\n")
        return 2
    engine = _open_store(settings, city)
    sys.stdout.write(to_json(review_between(engine, city, since, until)).decode() + "\n")
    return 0


def _packs(settings: Settings, city: City, _options: argparse.Namespace) -> int:
    engine = _open_store(settings, city)
    verified_packs = ReviewService(engine, city, start_clock(1)).list_packs()
    for verified in verified_packs:
        sys.stdout.write(orjson.dumps(_pack_line(verified)).decode() + "\n")
    return 0 if all(verified.intact for verified in verified_packs) else 1


def _pack_line(verified: VerifiedPack) -> dict[str, object]:
    names = ("title", "frozen_by", "since", "until", "revision", "configuration", "formula")
    contents = {name: getattr(verified.pack, name) for name in names} if verified.pack else {}
    line = {"pack": verified.pack_id, "frozen_at": verified.frozen_at, "intact": verified.intact}
    return {**line, **contents, "checksum": verified.checksum}


def _recap(settings: Settings, city: City, options: argparse.Namespace) -> int:
    engine = _open_store(settings, city)
    try:
        span = span_of_days(DayRange(options.since, options.until), city.zone, start_clock(1).now())
        recap = build_recap(engine, city, RecapQuery(span, options.area, options.by))
    except UnknownAreaError:
        sys.stderr.write(f"--area = {options.area!r}: no such kecamatan or kelurahan in the area layer\n")
        return 2
    except ValueError as error:
        sys.stderr.write(f"--since = {options.since}, --until = {options.until}: {error}\n")
        return 2
    sys.stdout.write(to_json(recap).decode() + "\n")
    return 0


def _check(settings: Settings, city: City, _options: argparse.Namespace) -> int:
    engine = _open_store(settings, city)
    faults = check_store(engine, city, start_clock(1).now())
    for fault in faults:
        sys.stderr.write(f"{fault.identity}: {fault.where}: {fault.figures}\n")
    sys.stdout.write(f"{len(faults)} broken identities\n" if faults else "all identities hold\n")
    return 1 if faults else 0


def _backup(settings: Settings, city: City, options: argparse.Namespace) -> int:
    manifest = back_up(settings, city, options.folder, start_clock(1).now())
    line = {"backup": str(options.folder), **manifest.model_dump(mode="json")}
    sys.stdout.write(orjson.dumps(line).decode() + "\n")
    return 0


def _restore(settings: Settings, options: argparse.Namespace) -> int:
    now = start_clock(1).now()
    for file in restore(settings, options.folder, now, replace=options.replace):
        sys.stdout.write(orjson.dumps(as_line(file)).decode() + "\n")
    return 0


def _redact(settings: Settings, city: City, options: argparse.Namespace) -> int:
    """Redact what is named, or what is marked; the counts are printed as JSON."""
    engine, keys = _open_store(settings, city), _named_keys(city, options)
    target = find_marked(engine, city) if options.by_words else RedactionTarget(frozenset())
    target = replace(target, keys=target.keys | keys)
    result = redact_stored(engine, target, start_clock(1).now(), dry_run=options.dry_run)
    line = {"dry_run": options.dry_run, **result.counts, "not_stored": result.not_stored}
    sys.stdout.write(orjson.dumps(line).decode() + "\n")
    return 0


def _named_keys(city: City, options: argparse.Namespace) -> frozenset[tuple[str, str]]:
    """Return the reports that the options name.

    :raises SettingError: none at all, or of no source
    """
    ids = [*options.id, *_read_ids(options.ids)]
    if bool(ids) != bool(options.source) or not (ids or options.by_words):
        raise SettingError("redact needs --source with --id or --ids, or --by-words")
    names = [*(source.name for source in city.source), OWN_SOURCE]
    if options.source and options.source not in names:
        raise SettingError(f"--source = {options.source!r}: allowed is {', '.join(names)}")
    return frozenset((options.source, report_id) for report_id in ids)


def _read_ids(path: Path | None) -> list[str]:
    """Return the ids of a file.

    :raises SettingError: it cannot be read
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines() if path else []
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"--ids = {path}: {error}") from error
    return [line.strip() for line in lines if line.strip()]


def _rename(settings: Settings, city: City, options: argparse.Namespace) -> int:
    """Rename what stored reports have; board and jobs must be stopped, since they know the old name."""
    rename = rename_source if options.command == "rename-source" else rename_category
    count = rename(_open_store(settings, city), city, options.old, options.new)
    sys.stdout.write(orjson.dumps({"renamed": count, "old": options.old, "new": options.new}).decode() + "\n")
    return 0


COMMANDS = {
    "rename-source": _rename, "rename-category": _rename,
    "snapshot": _snapshot, "review": _review, "recap": _recap, "packs": _packs, "check": _check,
    "verdicts": _verdicts, "backup": _backup, "redact": _redact,
}  # fmt: skip
