"""``python -m dashboard``: the web app; ``--with-jobs`` runs the schedule in the same process."""

import argparse
import os
import sys

import uvicorn

from dashboard.app import create_app
from dashboard.site import Site
from data.live import LiveBoard
from data.log import configure_logging
from data.settings import SettingError, read_settings
from geo import LayerError
from jobs.relayer import sync_layer
from jobs.schedule import build_schedule
from jobs.world import World, open_world


def main(arguments: list[str] | None = None) -> int:
    """Serves until told to stop; 2 for a wrong setting."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__)
    parser.add_argument("--with-jobs", action="store_true", help="run the schedule in this process too")
    asked = parser.parse_args(arguments)
    try:
        settings = read_settings(os.environ)
        configure_logging(settings.log_level)
        world = open_world(settings)
    except (SettingError, LayerError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if asked.with_jobs:
        sync_layer(world)
        build_schedule(world).start()
    _serve(world)
    return 0


def _serve(world: World) -> None:
    settings = world.settings
    live = LiveBoard(world.engine, world.city, world.clock)
    app = create_app(Site(settings, world.city, world.layer, live))
    host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0") else settings.host
    sys.stdout.write(f"Wall: http://{host}:{settings.port}/layar\n")
    sys.stdout.flush()
    uvicorn.run(app.server, host=settings.host, port=settings.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    sys.exit(main())
