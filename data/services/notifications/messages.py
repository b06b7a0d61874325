"""Message texts of notices in the current language, without free text, names or addresses of people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.core.config.city import City
from data.core.notifications import NotificationTemplate, StoredNotice
from data.lib.date_format import format_moment
from data.lib.translation import LazyText, gettext, ngettext
from data.lib.translation import lazy_gettext as _

MAX_LISTED = 10
NOT_YOURS = _("Not your report? Ignore this message: somebody may have mistyped their address.")
_WITH_DUE = _("{what}, number {number}.{due}")

# Title and sentence; {what} is category and area.
MESSAGE_TEMPLATES: Mapping[str, tuple[LazyText, LazyText]] = {
    NotificationTemplate.NEW: (_("New report"), _WITH_DUE),
    NotificationTemplate.RECEIVED: (
        _("Report received"),
        _("{what}, number {number}. Thank you for your report."),
    ),
    NotificationTemplate.ASSIGNED: (
        _("Report assigned"),
        _("{what}, number {number}, handed over to {agency}."),
    ),
    NotificationTemplate.REFERRED: (
        _("Report referred"),
        _("{what}, number {number}, referred to {agency}."),
    ),
    NotificationTemplate.QUESTION: (
        _("An officer has a question for you"),
        _("{what}, number {number}. Answer on the page of the report."),
    ),
    NotificationTemplate.RESOLVED: (
        _("Report resolved"),
        _("{what}, number {number}. Rate the result on the page of the report."),
    ),
    NotificationTemplate.REJECTED: (
        _("Report rejected"),
        _("{what}, number {number}. The reason is on the page of the report."),
    ),
    NotificationTemplate.DUPLICATE: (
        _("Report joined"),
        _("{what}, number {number}, is counted with the same report."),
    ),
    NotificationTemplate.REOPENED: (
        _("Report reopened"),
        _("{what}, number {number}. The resolution clock runs on."),
    ),
    NotificationTemplate.AREA_DISPUTED: (
        _("Area dispute"),
        _("{what}, number {number}: the kecamatan says it is not its area."),
    ),
    NotificationTemplate.LOW_RATING: (
        _("Low rating"),
        _("{what}, number {number}: check whether the work is done."),
    ),
    NotificationTemplate.APPROACHING: (_("Deadline approaching"), _WITH_DUE),
    NotificationTemplate.LATE: (_("Deadline passed"), _WITH_DUE),
    NotificationTemplate.VERY_LATE: (_("Very late"), _WITH_DUE),
}
# For a template that this version does not know.
FALLBACK_TEMPLATE = (_("News of a report"), _("{what}, number {number}."))


@dataclass(frozen=True)
class Message:
    """The text of a message."""

    title: str
    body: str


@dataclass(frozen=True)
class MessageRenderer:
    """Renders notices of one city.

    :param name_of: returns an area's name by its code; KeyError for an unknown code
    """

    city: City
    name_of: Callable[[str], str]

    def render(self, notice: StoredNotice) -> Message:
        """Return the message of one notice."""
        title, sentence = MESSAGE_TEMPLATES.get(notice.template, FALLBACK_TEMPLATE)
        due = notice.values.get("due")
        return Message(str(title), sentence.format(
            what=self._subject(notice),
            number=notice.service_request_id,
            agency=notice.values.get("agency") or gettext("another agency"),
            due=f" {self._due(due)}" if due else "",
        ))  # fmt: skip

    def render_batch(self, notices: Sequence[StoredNotice]) -> Message:
        """Return one message for any number of notices."""
        if len(notices) == 1:
            return self.render(notices[0])
        messages = [self.render(notice) for notice in notices[:MAX_LISTED]]
        lines = [f"- {message.title}: {message.body}" for message in messages]
        remaining = len(notices) - len(messages)
        if remaining:
            lines.append(ngettext("- and {count} more", "- and {count} more", remaining))
        title = ngettext("{count} message about reports", "{count} messages about reports", len(notices))
        return Message(title, "\n".join(lines))

    def _due(self, due: str) -> str:
        time = format_moment(datetime.fromisoformat(due), self.city.zone)
        return gettext("Due {time}.").format(time=time)

    def _subject(self, notice: StoredNotice) -> str:
        """Return category and area; of a sensitive category no area, as messages go to channels outside."""
        category = notice.values["service_code"]
        name = self.city.get_category(category).name
        code = None if self.city.is_sensitive(category) else notice.values.get("area_code")
        try:
            return f"{name}, {self.name_of(code)}" if code else name
        except KeyError:  # an area of an earlier layer
            return name
