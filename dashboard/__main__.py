"""``python -m dashboard``: the web app, or a command about its accounts and displays."""

import argparse
import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from bootstrap import World, open_world
from dashboard import commands
from dashboard.app import create_app
from dashboard.practice_accounts import FIRST_OPERATOR, open_practice
from dashboard.web.context import Site
from dashboard.web.server import announce, base_address, listen, serve
from data.config.clock import clock
from data.config.logs import configure_logging
from data.config.settings import SettingError, read_settings
from data.services.auth.models import Lifetime
from data.services.auth.service import Accounts
from data.services.live_board import LiveBoard
from data.services.training import Training
from geo import LayerError
from jobs.area_reassignment import sync_layer
from jobs.schedule import build_schedule


def main(arguments: list[str] | None = None) -> int:
    """Serves until SIGINT or SIGTERM, or runs one command; 2 for a wrong setting."""
    asked = _parser().parse_args(arguments)
    _stop_quietly()
    try:
        settings = read_settings(os.environ)
        configure_logging(settings.log_level)
        world = open_world(settings)
        if asked.command == "keys":
            return commands.run_keys(asked, world.published, accounts_of(world))
        if asked.command:
            return commands.run(asked, accounts_of(world), _site(world).kecamatan, base_address(settings))
        door = listen(settings)
    except (SettingError, LayerError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    site = _site(world)
    app = create_app(site)
    with door, _schedule(world, wanted=asked.with_jobs):
        title = f"Pantau {world.city.name}{' (practice data)' if world.city.simulated else ''}"
        announce(title, settings, _about_accounts(site))
        gc.freeze()  # what is loaded by now stays: the collector need not look at it again and again
        serve(app.server, door)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__)
    parser.add_argument("--with-jobs", action="store_true", help="run the schedule in this process too")
    commands.add_parsers(parser.add_subparsers(dest="command"))
    return parser


def _site(world: World) -> Site:
    live = LiveBoard(world.engine, world.city, world.clock)
    accounts, ways_in = accounts_of(world), (world.filings, world.follow_ups, world.post, world.published)
    training = Training(world.engine, accounts, clock(1)) if world.city.simulated else None
    return Site(world.settings, world.city, world.layer, live, accounts, *ways_in, training)


def accounts_of(world: World) -> Accounts:
    """The accounts in a city's store, by real time whatever the city's own."""
    settings, whole = world.settings, timedelta(hours=world.settings.session_hours)
    lifetime = Lifetime(whole, timedelta(minutes=settings.session_idle_minutes))
    return Accounts(world.engine, clock(1), lifetime, practice=world.city.simulated)


def _about_accounts(site: Site) -> str:
    """What to print about accounts; a practice city gets its own."""
    if site.city.simulated:
        return open_practice(site.accounts, site.kecamatan)
    return FIRST_OPERATOR if site.accounts.none_yet() else ""


@contextmanager
def _schedule(world: World, *, wanted: bool) -> Iterator[None]:
    """The schedule for as long as the block lasts; a pull under way is finished, not torn."""
    if not wanted:
        yield
        return
    sync_layer(world)
    schedule = build_schedule(world)
    schedule.start()
    try:
        yield
    finally:
        schedule.shutdown(wait=True)


def _stop_quietly() -> None:
    """Ctrl-C is how one stops the board, not a fault: no trace, and what was begun is ended in order.

    The server takes both signals while it runs, winds down, and then passes them on to this.
    """

    def stop(*_: object) -> None:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_IGN)
        raise SystemExit(0)

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)


if __name__ == "__main__":
    sys.exit(main())
