"""``python -m dashboard``: the web app; ``--with-jobs`` runs the schedule in the same process."""

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.app import create_app
from dashboard.serve import announce, listen, serve
from dashboard.site import Site
from data.live import LiveBoard
from data.log import configure_logging
from data.settings import SettingError, read_settings
from geo import LayerError
from jobs.relayer import sync_layer
from jobs.schedule import build_schedule
from jobs.world import World, open_world


def main(arguments: list[str] | None = None) -> int:
    """Serves until SIGINT or SIGTERM; 2 for a wrong setting."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__)
    parser.add_argument("--with-jobs", action="store_true", help="run the schedule in this process too")
    asked = parser.parse_args(arguments)
    _stop_quietly()
    try:
        settings = read_settings(os.environ)
        configure_logging(settings.log_level)
        world = open_world(settings)
        door = listen(settings)
    except (SettingError, LayerError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    live = LiveBoard(world.engine, world.city, world.clock)
    app = create_app(Site(settings, world.city, world.layer, live))
    with door, _schedule(world, wanted=asked.with_jobs):
        announce(f"Pantau {world.city.name}{' (practice data)' if world.city.simulated else ''}", settings)
        serve(app.server, door)
    return 0


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
