"""An inspection as text on a terminal."""

from collections import Counter
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from data.core.config.city import City
from data.core.report.record import Place, RejectedRow, ServiceRequest
from data.sources.tables.date_order import ORDER_LABELS
from geo import AreaLayer
from jobs.finding_sentences import finding_sentences
from jobs.inspection import FileInspection, proposed_toml

MAX_WORDS = 30
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def print_inspection(inspection: FileInspection, layer: AreaLayer, zone: ZoneInfo, console: Console) -> None:
    """Print an inspection, but for the TOML that several files may share."""
    _print_file(inspection, console)
    _print_columns(inspection, console)
    _print_words(
        "status words",
        inspection.statuses,
        inspection.status_meanings,
        "unknown: open until it is mapped",
        console,
    )
    _print_words(
        "categories", inspection.categories, inspection.category_codes, "not mapped: lainnya", console
    )
    _print_rows(inspection, layer, zone, console)


def print_proposal(city: City, inspections: Sequence[FileInspection], console: Console) -> None:
    """Print the TOML of the source that reads these files, last so that it can be copied."""
    if inspections:
        console.print("\nfor the city's file:\n")
        toml = proposed_toml(city, inspections)
        console.print(toml, markup=False, highlight=False, soft_wrap=True)


def _print_file(inspection: FileInspection, console: Console) -> None:
    layout = inspection.layout
    summary = {
        "format": layout.format,
        "encoding": layout.encoding,
        "separator": SEPARATORS.get(layout.separator or "", layout.separator),
        "sheet" if len(inspection.sheets) < 2 else "sheets": ", ".join(inspection.sheets) or None,
        "header": f"row {layout.header.row + 1} of those not blank" if layout.header else None,
        "rows": f"{inspection.row_count}, of which {inspection.rejected_count} would be rejected",
        "inspected": None if inspection.is_complete else "only the first part of the file",
        "left out": ", ".join(f"{count} {reason}" for reason, count in layout.left_out.items()) or None,
        "dates": _date_summary(inspection),
    }
    for name, value in summary.items():
        if value:
            console.print(f"{name:>10}  {escape(value)}", highlight=False)
    for doubt in inspection.doubts:
        console.print(f"{'doubtful':>10}  {escape(doubt)}", highlight=False)
    for sentence in finding_sentences(inspection.findings):
        console.print(f"{'noticed':>10}  {escape(sentence)}", highlight=False)


def _date_summary(inspection: FileInspection) -> str:
    if inspection.date_orders is None:
        return "as the source says"
    if inspection.ambiguous_orders:
        choices = " or ".join(
            f'date_order = "{order}" ({ORDER_LABELS[order]})' for order in inspection.ambiguous_orders
        )
        date_text = inspection.date_orders.ambiguous_date()
        return f"{date_text!r} can be read in more than one way. Which is it: {choices}?"
    order = inspection.date_orders.decide()
    return f"{ORDER_LABELS[order]}, proved by the file" if order else "unambiguous"


def _print_columns(inspection: FileInspection, console: Console) -> None:
    field_by_column = {
        column: field for field, columns in inspection.layout.fields.items() for column in columns
    }
    table = Table("column", "field", "values", title="columns", title_justify="left")
    for name, values in inspection.samples.items():
        table.add_row(escape(name), field_by_column.get(name, ""), escape(" | ".join(values)))
    console.print(table)


def _print_words(
    title: str, counts: Counter[str], meanings: Mapping[str, str], default: str, console: Console
) -> None:
    table = Table("word", "rows", "is", title=title, title_justify="left")
    for word, count in counts.most_common(MAX_WORDS):
        table.add_row(escape(word[:60]), str(count), meanings[word] or default)
    if counts:
        console.print(table)
    if len(counts) > MAX_WORDS:
        console.print(f"and {len(counts) - MAX_WORDS} more")


def _print_rows(inspection: FileInspection, layer: AreaLayer, zone: ZoneInfo, console: Console) -> None:
    headers = ("id", "filed", "due", "closed", "state", "category", "area", "text")
    table = Table(*headers, title="first rows as they would be stored", title_justify="left")
    for item, place in inspection.sample_rows:
        cells = (
            _rejected_cells(item)
            if isinstance(item, RejectedRow)
            else _stored_cells(item, place, layer, zone)
        )
        table.add_row(*map(escape, cells))
    console.print(table)
    if inspection.ambiguous_orders:
        assumed_order = ORDER_LABELS[inspection.ambiguous_orders[0]]
        console.print(f"(times above as if {assumed_order}: nothing is imported until that is decided)")


def _rejected_cells(item: RejectedRow) -> list[str]:
    return [f"row {item.number}", "rejected", "", "", "", "", "", item.reason[:120]]


def _stored_cells(item: ServiceRequest, place: Place | None, layer: AreaLayer, zone: ZoneInfo) -> list[str]:
    times = (item.requested_datetime, item.expected_datetime, item.closed_datetime)
    filed, due, closed = (f"{moment.astimezone(zone):%d %b %Y %H:%M}" if moment else "" for moment in times)
    text = " ".join((item.description or "").split())[:60]
    area_text = _place_text(place, layer)
    issues = f" [{'; '.join(item.issues)}]" if item.issues else ""
    category, state = item.service_code, item.status_description
    return [item.service_request_id, filed, due, closed, state, category, area_text, text + issues]


def _place_text(place: Place | None, layer: AreaLayer) -> str:
    if place is None or place.area_code is None:
        return place.placement.value if place else ""
    return f"{layer.name_of(place.area_code)} ({place.placement.value})"
