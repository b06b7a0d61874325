"""A finding on a screen of text."""

from collections import Counter
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from data.core.report.record import Place, Rejection, ServiceRequest
from data.sources.tables.date_order import SHOWN
from geo import AreaLayer
from jobs.inspection import Finding

SHOWN_WORDS = 30
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def show(finding: Finding, layer: AreaLayer, zone: ZoneInfo, console: Console) -> None:
    """The whole finding, the TOML block last so that it can be copied."""
    _file(finding, console)
    _columns(finding, console)
    _words("status words", finding.statuses, finding.meant, "unknown: open until it is mapped", console)
    _words("categories", finding.categories, finding.filed_under, "not mapped: lainnya", console)
    _rows(finding, layer, zone, console)
    console.print("\nfor the city's file:\n")
    console.print(finding.toml, markup=False, highlight=False, soft_wrap=True)


def _file(finding: Finding, console: Console) -> None:
    layout = finding.layout
    about = {
        "format": layout.format,
        "encoding": layout.encoding,
        "separator": SEPARATORS.get(layout.separator or "", layout.separator),
        "sheet": layout.sheet,
        "header": f"row {layout.header.row + 1} of those not blank" if layout.header else None,
        "rows": f"{finding.rows}, of which {finding.rejected} would be rejected",
        "left out": ", ".join(f"{n} {what}" for what, n in layout.left_out.items()) or None,
        "dates": _dates(finding),
    }
    for name, value in about.items():
        if value:
            console.print(f"{name:>10}  {escape(value)}", highlight=False)


def _dates(finding: Finding) -> str:
    if finding.orders is None:
        return "as the source says"
    if finding.asked:
        ways = " or ".join(f'date_order = "{order}" ({SHOWN[order]})' for order in finding.asked)
        return f"{finding.orders.doubt()!r} can be read in more than one way. Which is it: {ways}?"
    order = finding.orders.decided()
    return f"{SHOWN[order]}, proved by the file" if order else "unambiguous"


def _columns(finding: Finding, console: Console) -> None:
    ours = {column: field for field, columns in finding.layout.fields.items() for column in columns}
    table = Table("column", "field", "values", title="columns", title_justify="left")
    for name, values in finding.samples.items():
        table.add_row(escape(name), ours.get(name, ""), escape(" | ".join(values)))
    console.print(table)


def _words(
    title: str, counted: Counter[str], meant: Mapping[str, str], otherwise: str, console: Console
) -> None:
    table = Table("word", "rows", "is", title=title, title_justify="left")
    for word, count in counted.most_common(SHOWN_WORDS):
        table.add_row(escape(word[:60]), str(count), meant[word] or otherwise)
    if counted:
        console.print(table)
    if len(counted) > SHOWN_WORDS:
        console.print(f"and {len(counted) - SHOWN_WORDS} more")


def _rows(finding: Finding, layer: AreaLayer, zone: ZoneInfo, console: Console) -> None:
    heads = ("id", "filed", "due", "closed", "state", "category", "area", "text")
    table = Table(*heads, title="first rows as they would be stored", title_justify="left")
    for item, place in finding.first:
        cells = _rejected(item) if isinstance(item, Rejection) else _stored(item, place, layer, zone)
        table.add_row(*map(escape, cells))
    console.print(table)
    if finding.asked:
        console.print(
            f"(times above as if {SHOWN[finding.asked[0]]}: nothing is imported until that is decided)"
        )


def _rejected(item: Rejection) -> list[str]:
    return [f"row {item.number}", "rejected", "", "", "", "", "", item.reason[:120]]


def _stored(item: ServiceRequest, place: Place | None, layer: AreaLayer, zone: ZoneInfo) -> list[str]:
    times = (item.requested_datetime, item.expected_datetime, item.closed_datetime)
    filed, due, closed = (f"{at.astimezone(zone):%d %b %Y %H:%M}" if at else "" for at in times)
    text = " ".join((item.description or "").split())[:60]
    where = _where(place, layer)
    issues = f" [{'; '.join(item.issues)}]" if item.issues else ""
    category, state = item.service_code, item.status_description
    return [item.service_request_id, filed, due, closed, state, category, where, text + issues]


def _where(place: Place | None, layer: AreaLayer) -> str:
    if place is None or place.area_code is None:
        return place.placement.value if place else ""
    return f"{layer.name_of(place.area_code)} ({place.placement.value})"
