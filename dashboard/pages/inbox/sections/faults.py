"""The faults on the operator's page: what, since when, why, and when it is tried again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.pages.inbox import labels
from dashboard.ui import urls
from dashboard.ui.format import format_moment
from data.core.faults import Fault, FaultKind
from data.lib.translation import gettext, ngettext
from data.services.notifications.recipients import CHANNEL_PREFIX, PUSH_PREFIX

REPORT_KINDS = (FaultKind.EVENT, FaultKind.REMINDER)
SOURCES_PATH = "/sumber"
SOURCE_KINDS = (FaultKind.SOURCE, FaultKind.ROWS)


@dataclass(frozen=True)
class FaultItem:
    """One thing that does not work, as texts.

    :param url: of the page about it; empty for none
    """

    subject: str
    url: str
    since: str
    reason: str
    retry: str


def fault_items(faults: Iterable[Fault], now: datetime, zone: ZoneInfo) -> list[FaultItem]:
    """Return everything that does not work at present, the latest first."""
    return [_item(fault, now, zone) for fault in faults]


def _item(fault: Fault, now: datetime, zone: ZoneInfo) -> FaultItem:
    since = [gettext("Since {moment}").format(moment=format_moment(fault.since, zone))]
    if fault.times > 1 and not _is_rows(fault):
        since.append(ngettext("failed {count} time", "failed {count} times", fault.times))
    return FaultItem(
        subject=labels.FAULT_KINDS[fault.kind].format(item=_item_name(fault)),
        url=_url(fault),
        since=" · ".join(since),
        reason=_reason(fault),
        retry=gettext("Tried again: {moment}").format(moment=_next_try(fault, now, zone)),
    )


def _is_rows(fault: Fault) -> bool:
    return fault.kind is FaultKind.ROWS


def _url(fault: Fault) -> str:
    if fault.kind in REPORT_KINDS:
        source, _, number = fault.item.partition("/")
        return urls.report_url(source, number)
    return SOURCES_PATH if fault.kind in SOURCE_KINDS else ""


def _item_name(fault: Fault) -> str:
    """Return the item as people call it."""
    names: dict[FaultKind, Callable[[str], str]] = {
        FaultKind.EVENT: lambda item: item.partition("/")[2],
        FaultKind.REMINDER: lambda item: item.partition("/")[2],
        FaultKind.DELIVERY: channel_label,
        FaultKind.JOB: _job_label,
    }
    return names.get(fault.kind, str)(fault.item)


def _job_label(name: str) -> str:
    if name.startswith(labels.PULL_JOB_PREFIX):
        return gettext("The pull of the source {item}").format(item=name.removeprefix(labels.PULL_JOB_PREFIX))
    return str(labels.JOB_LABELS.get(name, name))


def _reason(fault: Fault) -> str:
    if _is_rows(fault):
        return ngettext(
            "{count} row waits for repair; see the page of the sources.",
            "{count} rows wait for repair; see the page of the sources.",
            fault.times,
        )
    return reason_text(fault.error)


def reason_text(error: str) -> str:
    """Return a stored error in plain words; the name of an exception is a fault of the board itself."""
    if error.isidentifier():
        return gettext("An error of this board ({error}); the log has the details.").format(error=error)
    return str(labels.REASONS.get(error, error))


def _next_try(fault: Fault, now: datetime, zone: ZoneInfo) -> str:
    if fault.kind in labels.RETRIED:
        return str(labels.RETRIED[fault.kind])
    if fault.next_at is None or fault.next_at <= now:
        return gettext("soon")
    return format_moment(fault.next_at, zone)


def channel_label(code: str) -> str:
    """Return a channel's label, without the recipient: reporters are not named."""
    if code.startswith(PUSH_PREFIX):
        return gettext("device")
    is_channel = code.startswith(CHANNEL_PREFIX)
    return gettext("channel {name}").format(name=code.removeprefix(CHANNEL_PREFIX)) if is_channel else code
