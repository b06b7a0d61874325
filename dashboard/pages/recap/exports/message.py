"""The recap as a message for WhatsApp: short lines, and no names of people."""

from dashboard.pages.recap import labels
from dashboard.pages.recap.view import RecapRow, RecapView
from dashboard.ui import labels as ui_labels
from dashboard.ui.format import number, percent
from data.lib.translation import gettext

ROW_LIMIT = 30  # longer messages are not read


def render_message(view: RecapView) -> str:
    """Return the message; ``*bold*`` and ``` ```monospace``` ``` are WhatsApp's markup."""
    return "\n".join(
        [*_heading_lines(view), "", *_total_lines(view), "", *_row_lines(view), "", *_footer_lines(view)]
    )


def _heading_lines(view: RecapView) -> list[str]:
    practice = [f"*{ui_labels.PRACTICE}*"] if view.simulated else []
    return [*practice, f"*{labels.TITLE}*", _strip_markup(view.place_label), view.period_label]


def _total_lines(view: RecapView) -> list[str]:
    figures = view.total.figures
    rows = {
        gettext("Left at the beginning"): figures["opening"],
        gettext("Received"): figures["received"],
        gettext("Resolved"): figures["resolved"],
        gettext("Reopened"): figures["reopened"],
        gettext("Discontinued"): figures["withdrawn"],
        gettext("Left at the end"): figures["closing"],
        f"  {gettext('late')}": figures["overdue"],
    }
    name_width, width = max(map(len, rows)), max(len(number(value)) for value in rows.values())
    lines = [f"{name:<{name_width}} {number(value):>{width}}" for name, value in rows.items()]
    return ["```", *lines, "```", _on_time_line(figures["on_time"], figures["judged"])]


def _on_time_line(on_time: float | None, judged: int) -> str:
    if on_time is None:
        return gettext("On time: none judged yet")
    return gettext("On time: {share} of {count}").format(share=percent(on_time), count=number(judged))


def _row_lines(view: RecapView) -> list[str]:
    """Return a line for each row with a figure, up to ``ROW_LIMIT``, and how many more there are."""
    nonempty_rows = [
        line for line in view.rows if any(line.figures[name] for name in ("received", "resolved", "closing"))
    ]
    if not nonempty_rows:
        return [gettext("No reports in this period.")]
    hidden_count = len(nonempty_rows) - ROW_LIMIT
    hidden_note = (
        [gettext("… and {count} more rows").format(count=number(hidden_count))] if hidden_count > 0 else []
    )
    return [
        gettext("*By {grouping}* (received / resolved / left)").format(grouping=view.row_heading),
        *map(_row_line, nonempty_rows[:ROW_LIMIT]),
        *hidden_note,
    ]


def _row_line(line: RecapRow) -> str:
    figures = line.figures
    counts = " / ".join(number(figures[name]) for name in ("received", "resolved", "closing"))
    if figures["overdue"]:
        counts = gettext("{counts}, late {late}").format(counts=counts, late=number(figures["overdue"]))
    return f"• {_strip_markup(line.name)}: {counts}"


def _strip_markup(value: str) -> str:
    """Return a name without WhatsApp's markup, so that none can come from a name."""
    return "".join(" " if letter in "*_~`\n\r" else letter for letter in value)


def _footer_lines(view: RecapView) -> list[str]:
    unfinished = gettext("{data} (the period is not over)").format(data=view.data_state)
    return [view.data_state if view.complete else unfinished]
