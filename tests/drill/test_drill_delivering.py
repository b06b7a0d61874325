"""A short drill of delivery; ``python -m tests.drill deliver`` is the long one of 200."""

from pathlib import Path

from tests.builders import open_test_context
from tests.drill.delivering import DeliveryLog, find_faults, run_drill
from tests.jobs.message_server import start_message_servers


def test_pending_messages_are_delivered_once_after_a_kill(tmp_path: Path) -> None:
    assert run_drill(tmp_path, kill_count=3) == []


def test_the_drill_finds_undelivered_messages(tmp_path: Path) -> None:
    with start_message_servers() as office:
        assert "told 0 times: a@b.test" in find_faults(
            open_test_context(tmp_path), office, DeliveryLog({"a@b.test": "1"})
        )
