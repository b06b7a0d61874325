"""The board of a city over HTTP: addresses, methods, names in answers and files. One test: one server."""

import json
from pathlib import Path

from .boards import answers, city_board, routes
from .records import given, recorded
from .web import lost_answers, refused_routes


def test_the_board_answers_every_address_as_it_did(tmp_path: Path) -> None:
    before = recorded("city_answers")
    with city_board(tmp_path) as board:
        lost = lost_answers(before, answers(board, "city"), same_data=True)
        present = routes(board, "city")
    assert lost == {}, json.dumps(lost, indent=1)
    refused = refused_routes(given("city_routes"), present)
    assert refused == [], "\n".join(refused)
    assert present == recorded("city_routes")
