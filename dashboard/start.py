"""Start the web app, or run a command about its accounts and displays."""

import argparse
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bootstrap import AppContext, open_app_context
from dashboard import commands
from dashboard.app import create_app
from dashboard.practice_accounts import FIRST_OPERATOR_HINT, create_practice_accounts
from dashboard.web.context import WebContext
from dashboard.web.server import announce, base_address, listen, run_server
from data.config.logs import configure_logging
from data.config.settings import SettingError, read_settings
from data.lib.native_memory import bound_native_memory
from geo import LayerError


def start(options: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM, or run one command; return 2 for a wrong setting."""
    bound_native_memory()
    try:
        settings = read_settings(os.environ)
        configure_logging(settings.log_level)
        app_context = open_app_context(settings)
        if options.command == "keys":
            return commands.run_keys(options, app_context.open311, app_context.accounts)
        web_context = WebContext(app_context)
        if options.command:
            kecamatan_names = web_context.kecamatan_names
            return commands.run(options, app_context.accounts, kecamatan_names, base_address(settings))
        listener = listen(settings)
    except (SettingError, LayerError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    app_context.warn_of_lost_keys()
    app = create_app(web_context)
    with listener, _schedule(app_context, enabled=options.with_jobs):
        title = f"Pantau {app_context.city.name}{' (practice data)' if app_context.city.simulated else ''}"
        announce(title, settings, _account_help(web_context))
        gc.freeze()  # what is loaded by now stays: the collector need not look at it again and again
        run_server(app.server, listener)
    return 0


def _account_help(web_context: WebContext) -> str:
    """Return what to print about accounts; a practice city gets its own."""
    if web_context.city.simulated:
        return create_practice_accounts(web_context.accounts, web_context.kecamatan_names)
    return FIRST_OPERATOR_HINT if web_context.accounts.has_no_accounts() else ""


@contextmanager
def _schedule(app_context: AppContext, *, enabled: bool) -> Iterator[None]:
    """Run the schedule while the block lasts; a pull under way is finished first."""
    if not enabled:
        yield
        return
    from jobs.area_reassignment import sync_layer
    from jobs.schedule import build_scheduler

    sync_layer(app_context)
    schedule = build_scheduler(app_context)
    schedule.start()
    try:
        yield
    finally:
        schedule.shutdown(wait=True)
