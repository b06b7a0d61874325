"""Jobs whose faults are logged once, shown to the operator, and forgotten when the job works again."""

from collections.abc import Callable
from typing import Any

from bootstrap import AppContext
from data.core.faults import FaultKind


def noted(app_context: AppContext, name: str, job: Callable[[], Any]) -> Callable[[], None]:
    """Return a job that never raises: its next run is the next try."""

    def run() -> None:
        try:
            job()
        except Exception as error:
            app_context.faults.note(FaultKind.JOB, name, error, "a job failed, it is tried again")
        else:
            app_context.faults.clear(FaultKind.JOB, name)

    return run
