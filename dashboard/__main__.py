"""``python -m dashboard``: the web app, or a command about its accounts and displays."""

import argparse
import signal
import sys

from dashboard.arguments import build_parser
from data.lib.command_language import gettext, parse_arguments


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM, or run one command; return 2 for a wrong setting."""
    options = parse_arguments(_build_parser, arguments)
    _install_signal_handlers()
    from dashboard.start import start

    return start(options)


def _build_parser() -> argparse.ArgumentParser:
    return build_parser(
        gettext("``python -m dashboard``: the web app, or a command about its accounts and displays.")
    )


def _install_signal_handlers() -> None:
    """Stop at SIGINT and SIGTERM without a trace, and end in order what was begun.

    The server takes both signals while it runs, winds down, and then passes them on to this handler.
    """

    def stop(*_: object) -> None:
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signal_number, signal.SIG_IGN)
        raise SystemExit(0)

    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, stop)


if __name__ == "__main__":
    sys.exit(main())
