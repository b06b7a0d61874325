"""Labels of ``/laporan/<sumber>/<nomor>``."""

from data.core.clock.sla import Verdict
from data.lib.translation import lazy_gettext

TITLE = lazy_gettext("Report")
VERDICT_LABELS = {
    Verdict.ON_TIME: lazy_gettext("resolved on time"),
    Verdict.LATE: lazy_gettext("resolved late"),
    Verdict.NO_TARGET: lazy_gettext("resolved, without a deadline"),
    Verdict.UNKNOWN: lazy_gettext("resolved, at a time that is not known"),
}
NO_VERDICT = lazy_gettext("closed without a verdict")
RESPONSE_LABELS = {"on_time": lazy_gettext("on time"), "late": lazy_gettext("late")}
