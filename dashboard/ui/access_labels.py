"""Labels of roles and permissions, and what somebody without one is told."""

from data.core.access import Permission, Role
from data.lib.translation import lazy_gettext

ROLES = {
    Role.OPERATOR: lazy_gettext("Command center operator"),
    Role.DEPUTY_MAYOR: lazy_gettext("Deputy mayor"),
    Role.CAMAT: lazy_gettext("Camat"),
    Role.EXECUTOR: lazy_gettext("Executor of reports"),
    Role.REPORTER: lazy_gettext("Reporter"),
    Role.DISPLAY: lazy_gettext("A display"),
    Role.ANONYMOUS: lazy_gettext("Not signed in"),
}

# What an account may not do.
PERMISSIONS = {
    Permission.VIEW_PUBLIC: lazy_gettext("open this page"),
    Permission.VIEW_WALL: lazy_gettext("see the wall"),
    Permission.SUBMIT_REPORT: lazy_gettext("file reports"),
    Permission.FOLLOW_UP: lazy_gettext("follow up this report"),
    Permission.VIEW_REPORTS: lazy_gettext("read the data of this area"),
    Permission.VIEW_REVIEW: lazy_gettext("open the review of the kecamatan"),
    Permission.FREEZE_REVIEW: lazy_gettext("freeze a review pack"),
    Permission.VIEW_SOURCES: lazy_gettext("check the data sources"),
    Permission.ADMINISTER: lazy_gettext("administer this board"),
}

FORBIDDEN = lazy_gettext("This page is not for your account")
FORBIDDEN_NEXT = lazy_gettext(
    "If it should be, contact the command center operator and give the name of your account."
)
UNKNOWN_DISPLAY = lazy_gettext("This display is not known yet")
UNVERIFIED = lazy_gettext("Your account cannot be checked at the moment")
CROSS_SITE = lazy_gettext("This request does not come from a page of this board.")
NEEDS_SIGN_IN = lazy_gettext("Please sign in first.")
NOT_ALLOWED = lazy_gettext("Your account may not make this request.")
