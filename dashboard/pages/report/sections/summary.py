"""The section with state, place and description of a report."""

from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.report import labels
from dashboard.ui import report_labels
from dashboard.ui.format import format_moment
from dashboard.ui.status_icons import STATE_LABELS, status_icon
from data.core.case_file.case_file import CaseFile
from data.core.clock.sla import Verdict
from data.core.config.city import City

DefinitionPair = tuple[str, Any]


def definition_list(pairs: list[DefinitionPair]) -> Component:
    """Return terms with their definitions."""
    return html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in pairs])


def summary(
    case_file: CaseFile, city: City, area: str, missing_since: datetime | None = None
) -> list[Component]:
    """Return description, state, place and moment of a report; of a sensitive one no text and no address.

    :param area: where the report is, in words
    :param missing_since: since when its source no longer has it; None if it has it
    """
    sensitive = city.get_category(case_file.standing["service_code"]).sensitive
    text = str(case_file.details.get("description") or "Tidak ada uraian.")
    return [
        html.P(
            report_labels.SENSITIVE if sensitive else text,
            className="hidden-text" if sensitive else "report-text",
        ),
        definition_list(
            [*_summary_pairs(case_file, city, area, sensitive), *_missing_pairs(city, missing_since)]
        ),
    ]


def _missing_pairs(city: City, since: datetime | None) -> list[DefinitionPair]:
    return [] if since is None else [(labels.MISSING_SINCE, format_moment(since, city.zone))]


def _summary_pairs(case_file: CaseFile, city: City, area: str, sensitive: bool) -> list[DefinitionPair]:
    row = case_file.standing
    address = str(case_file.details.get("address") or "")
    pairs: list[DefinitionPair] = [
        ("Keadaan", [*_state_parts(case_file), " · ", report_labels.status_label(row["status_description"])]),
        ("Wilayah", area),
        *([("Alamat", address)] if address and not sensitive else []),
        ("Masuk", format_moment(row["requested_datetime"], city.zone)),
    ]
    if row["reopened"]:
        pairs.append(("Dibuka kembali", f"{row['reopened']}\N{MULTIPLICATION SIGN}"))
    return pairs


def _state_parts(case_file: CaseFile) -> list[Any]:
    if case_file.state:
        return [status_icon(case_file.state), STATE_LABELS[case_file.state]]
    verdict = case_file.standing["verdict"]
    return [labels.VERDICT_LABELS[Verdict(verdict)] if verdict else labels.NO_VERDICT]
