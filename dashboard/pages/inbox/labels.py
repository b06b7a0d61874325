"""What the operator queue says of faults and of messages that reached nobody."""

from collections.abc import Mapping

from data.core.config.agreement import Problem
from data.core.faults import FaultKind
from data.lib.translation import LazyText
from data.lib.translation import lazy_gettext as _

JOB_LABELS = {"remind": _("Deadline reminders"), "deliver": _("Sending of notifications")}
PULL_JOB_PREFIX = "pull "
FAULT_KINDS: Mapping[FaultKind, LazyText] = {
    FaultKind.EVENT: _("The notification about report {item} cannot be made"),
    FaultKind.REMINDER: _("The reminder for report {item} cannot be made"),
    FaultKind.NOTICE: _("Notification number {item} cannot be handed out"),
    FaultKind.DELIVERY: _("The message by {item} is not sent yet"),
    FaultKind.SOURCE: _("The source {item} cannot be read"),
    FaultKind.ROWS: _("Rows of the source {item} were rejected"),
    FaultKind.FILE: _("The file {item} cannot be imported"),
    FaultKind.JOB: _("{item} failed"),
    FaultKind.CALLBACK: _("The part {item} of a page could not be loaded"),
    FaultKind.SETTING: _("The setting {item} does not agree"),
}
RETRIED = {
    FaultKind.CALLBACK: _("when it is used next"),
    FaultKind.JOB: _("at its next turn"),
    FaultKind.SETTING: _("when the board is started again, once it is mended"),
}
REASONS: Mapping[str, LazyText] = {
    Problem.NO_AREA: _("This code is not in the area layer; its settings are ignored."),
    Problem.NO_KECAMATAN: _("The kecamatan of this account is not in the area layer."),
    Problem.NO_VIEW: _("The kecamatan that this display shows is not in the area layer."),
    Problem.NO_CATEGORY: _("The category of these stored reports is no longer in the city's file."),
    Problem.NO_SOURCE: _("The source of these stored reports is no longer in the city's file."),
    Problem.NO_POLICY: _("The policy that judges these stored reports is no longer in the city's file."),
    Problem.UNUSABLE_AREA: _("These borders are damaged, so no report is placed there."),
    "the recipient's address cannot be deciphered": _(
        "The recipient's address cannot be read with the key of this board."
    ),
    "the channel is no longer configured": _("This channel is no longer in the settings."),
    "the channel's address is none that Apprise knows": _(
        "The address of the channel in the settings is not known."
    ),
    "the channel did not take it": _("The channel did not take the message."),
    "the reporter's address is no longer kept": _("The reporter's address has been deleted."),
    "all messages of the day are used up": _("The messages to reporters are used up for today."),
    "the push service is no public one": _("The push service is not a public one."),
    "the push service was not reached": _("The push service cannot be reached."),
    "the browser's keys cannot be used": _("The keys of the recipient's browser cannot be used."),
}
