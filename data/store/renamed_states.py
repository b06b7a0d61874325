"""What is kept by the name of a source follows it to another name: states of feeds, findings, faults.

A pull under the new name that was refused before the renaming may have left values of its own: those of the
earlier name, which go with the reports, take their place.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from data.core.faults import FaultKind
from data.store import faults, findings, missing_reports, placeholder_points
from data.store.named_values import delete_value, load_value, rename_value, save_value, value_names

BY_SOURCE = ("", missing_reports.LISTING_PREFIX, missing_reports.MISSING_PREFIX, placeholder_points.PREFIX)
OF_REPORTS = (FaultKind.EVENT, FaultKind.REMINDER)  # their items are SOURCE/ID


def rename_states(connection: Connection, old: str, new: str) -> None:
    """Give all that is kept by a source's name its new name."""
    for name, new_name in (*_whole_names(connection, old, new), *_finding_names(connection, old, new)):
        delete_value(connection, new_name)
        rename_value(connection, name, new_name)
    for kind in OF_REPORTS:
        _rename_faults(connection, f"{faults.PREFIX}{kind}:", old, new)


def _whole_names(connection: Connection, old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield the values of which a source has one each, with their new names."""
    for prefix in BY_SOURCE:
        if load_value(connection, prefix + old) is not None:
            yield prefix + old, prefix + new


def _finding_names(connection: Connection, old: str, new: str) -> Iterator[tuple[str, str]]:
    prefix, new_prefix = (f"{findings.PREFIX}{source}:" for source in (old, new))
    for name in value_names(connection, prefix):
        yield name, new_prefix + name.removeprefix(prefix)


def _rename_faults(connection: Connection, prefix: str, old: str, new: str) -> None:
    """Rename the faults of single reports, which name their item in the value as well."""
    for name in value_names(connection, f"{prefix}{old}/"):
        kept = load_value(connection, name)
        item = f"{new}/{kept['item'].removeprefix(f'{old}/')}"
        delete_value(connection, name)
        save_value(connection, f"{prefix}{item}", {**kept, "item": item})
