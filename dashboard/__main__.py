"""``python -m dashboard``: the web app, or a command about its accounts and displays."""

import argparse
import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from bootstrap import AppContext, open_app_context
from dashboard import commands
from dashboard.app import create_app
from dashboard.practice_accounts import FIRST_OPERATOR_HINT, create_practice_accounts
from dashboard.web.context import WebContext
from dashboard.web.server import announce, base_address, listen, run_server
from data.config.clock import start_clock
from data.config.logs import configure_logging
from data.config.settings import SettingError, read_settings
from data.services.auth.models import SessionLifetime
from data.services.auth.service import AuthService
from data.services.live_board import LiveBoard
from data.services.training import TrainingService
from geo import LayerError
from jobs.area_reassignment import sync_layer
from jobs.schedule import build_scheduler


def main(arguments: list[str] | None = None) -> int:
    """Serves until SIGINT or SIGTERM, or runs one command; 2 for a wrong setting."""
    options = _parser().parse_args(arguments)
    _install_signal_handlers()
    try:
        settings = read_settings(os.environ)
        configure_logging(settings.log_level)
        app_context = open_app_context(settings)
        if options.command == "keys":
            return commands.run_keys(options, app_context.open311, accounts_of(app_context))
        if options.command:
            return commands.run(
                options,
                accounts_of(app_context),
                _build_web_context(app_context).kecamatan_names,
                base_address(settings),
            )
        listener = listen(settings)
    except (SettingError, LayerError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    web_context = _build_web_context(app_context)
    app = create_app(web_context)
    with listener, _schedule(app_context, enabled=options.with_jobs):
        title = f"Pantau {app_context.city.name}{' (practice data)' if app_context.city.simulated else ''}"
        announce(title, settings, _account_help(web_context))
        gc.freeze()  # what is loaded by now stays: the collector need not look at it again and again
        run_server(app.server, listener)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__)
    parser.add_argument("--with-jobs", action="store_true", help="run the schedule in this process too")
    commands.add_parsers(parser.add_subparsers(dest="command"))
    return parser


def _build_web_context(app_context: AppContext) -> WebContext:
    live = LiveBoard(app_context.engine, app_context.city, app_context.clock)
    accounts, services = (
        accounts_of(app_context),
        (app_context.submissions, app_context.follow_ups, app_context.notifications, app_context.open311),
    )
    training = (
        TrainingService(app_context.engine, accounts, start_clock(1)) if app_context.city.simulated else None
    )
    return WebContext(
        app_context.settings, app_context.city, app_context.layer, live, accounts, *services, training
    )


def accounts_of(app_context: AppContext) -> AuthService:
    """The accounts in a city's store, by real time whatever the city's own."""
    settings, max_age = app_context.settings, timedelta(hours=app_context.settings.session_hours)
    lifetime = SessionLifetime(max_age, timedelta(minutes=settings.session_idle_minutes))
    return AuthService(app_context.engine, start_clock(1), lifetime, practice=app_context.city.simulated)


def _account_help(web_context: WebContext) -> str:
    """What to print about accounts; a practice city gets its own."""
    if web_context.city.simulated:
        return create_practice_accounts(web_context.accounts, web_context.kecamatan_names)
    return FIRST_OPERATOR_HINT if web_context.accounts.has_no_accounts() else ""


@contextmanager
def _schedule(app_context: AppContext, *, enabled: bool) -> Iterator[None]:
    """The schedule for as long as the block lasts; a pull under way is finished, not torn."""
    if not enabled:
        yield
        return
    sync_layer(app_context)
    schedule = build_scheduler(app_context)
    schedule.start()
    try:
        yield
    finally:
        schedule.shutdown(wait=True)


def _install_signal_handlers() -> None:
    """Ctrl-C is how one stops the board, not a fault: no trace, and what was begun is ended in order.

    The server takes both signals while it runs, winds down, and then passes them on to this.
    """

    def stop(*_: object) -> None:
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signal_number, signal.SIG_IGN)
        raise SystemExit(0)

    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, stop)


if __name__ == "__main__":
    sys.exit(main())
