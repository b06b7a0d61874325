"""The store equals the server after any order of changes and pulls."""

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from data.services.integrity import check_store
from tests.example_limits import limited_examples
from tests.georeport_server import make_report, start_georeport_server
from tests.personas import MONDAY_NOON
from tests.sources.open311_pulls import open_context_with, pull_once_at, stored_statuses

STATUS_CODES = {"open": "menunggu", "closed": "selesai"}
# One step: number of the report, hours since its filing, its present status, whether a pull follows.
steps = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.sampled_from([1, 30, 400, 3_000]),
        st.sampled_from(["open", "closed"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@given(steps, st.sampled_from(["yes", "no"]))
@limited_examples(15)
def test_the_store_ends_equal_to_the_server(changes: list[tuple[int, int, str, bool]], pages: str) -> None:
    """A closed report that is reopened without a trace shows with the next full read."""
    with tempfile.TemporaryDirectory() as folder, start_georeport_server(pages=pages, cap=4) as server:
        context, now = open_context_with(Path(folder), server), MONDAY_NOON
        for number, hours, status, is_pulled in changes:
            now += timedelta(hours=1)
            hours_ago = hours + number / 60  # a server that cuts at four can show no more of one second
            current_item = server.reports.get(f"R{number}", make_report(number, hours_ago))
            server.put({**current_item, "status": status})
            server.change(f"R{number}", now)
            if is_pulled:
                assert pull_once_at(context, now)["error"] is None
        pull_once_at(context, now + timedelta(days=8))
        again = pull_once_at(context, now + timedelta(days=8))
        assert (again["new"], again["changed"]) == (0, 0)
        assert stored_statuses(context) == {
            k: STATUS_CODES[str(item["status"])] for k, item in server.reports.items()
        }
        assert check_store(context.engine, context.city, now + timedelta(days=8)) == []
        context.engine.dispose()
