"""Points of reports that become sensitive: past boards show them no longer, whoever changed the category."""

from sqlalchemy import Connection

from data.core.config.city import City
from data.core.report.standing import EventKind
from data.store.ingest import EventBatch, EventHandler
from data.store.redaction import hide_points


def hiding_points(city: City, on_events: EventHandler) -> EventHandler:
    """Return a handler that also hides the earlier points of reports that become sensitive.

    :param on_events: what else is done with events
    """
    sensitive = city.sensitive_codes

    def handle(connection: Connection, events: EventBatch) -> None:
        changed = {
            key
            for key, event in events
            if event.kind == EventKind.RECATEGORISED and event.standing.service_code in sensitive
        }
        hide_points(connection, changed, sensitive)
        on_events(connection, events)

    return handle
