"""The practice board with its schedule over HTTP. One test: one server."""

import json
from pathlib import Path

from .boards import answers, practice_board, routes
from .records import given, recorded
from .web import lost_answers, refused_routes


def test_the_practice_board_answers_every_address_as_it_did(tmp_path: Path) -> None:
    before = recorded("practice_answers")
    with practice_board(tmp_path) as board:
        lost = lost_answers(before, answers(board, "practice"), same_data=False)
        present = routes(board, "practice")
    assert lost == {}, json.dumps(lost, indent=1)
    refused = refused_routes(given("practice_routes"), present)
    assert refused == [], "\n".join(refused)
    assert present == recorded("practice_routes")
