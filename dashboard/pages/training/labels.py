"""The exercises with their instructions."""

from dataclasses import dataclass

from data.core.training import (
    FOLLOW_UP,
    INSTALL,
    OPEN_RECAP,
    READ_NOTIFICATIONS,
    SIGN_IN,
    SUBMIT_REPORT,
    VIEW_AREA,
)
from data.lib.translation import LazyText
from data.lib.translation import lazy_gettext as _


@dataclass(frozen=True)
class Exercise:
    """One exercise; ``path`` may have a placeholder for the code of the kecamatan."""

    title: LazyText
    instructions: LazyText
    path: str


EXERCISES: dict[int, Exercise] = {
    INSTALL: Exercise(
        _("Install the app"),
        _(
            "Open the browser's menu, choose “Install app” or “Add to home screen”, then open Pantau "
            "from its icon."
        ),
        "/latihan",
    ),
    SIGN_IN: Exercise(
        _("Sign in with the account of the office"),
        _(
            "Sign in with the account name and password of this sheet. The first executor account "
            "makes a new password."
        ),
        "/akun",
    ),
    SUBMIT_REPORT: Exercise(
        _("File a report"),
        _("Report something in your kecamatan: category, description, photo, and the point."),
        "/lapor",
    ),
    VIEW_AREA: Exercise(
        _("Watch the reports"),
        _("Open the backlog of your kecamatan. Say which report has to be handled first, and why."),
        "/kecamatan/{kecamatan}",
    ),
    FOLLOW_UP: Exercise(
        _("Follow up until it is resolved"),
        _("Choose a report, press “Follow up”: start work, then resolve it with photos before and after."),
        "/kecamatan/{kecamatan}",
    ),
    READ_NOTIFICATIONS: Exercise(
        _("Read the notifications"),
        _("Open the notifications of your account and look for news of the report that you handle."),
        "/pemberitahuan",
    ),
    OPEN_RECAP: Exercise(
        _("Open the recap"),
        _(
            "Open the recap of your kecamatan, choose the last seven days, then read how many came "
            "in and were resolved."
        ),
        "/rekap",
    ),
}
