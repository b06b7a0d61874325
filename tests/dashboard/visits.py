"""A visitor without a browser: opens addresses of a served board and runs the callbacks of its Dash pages."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

CALLBACKS_PATH = "/_dash-update-component"
FRAME_OUTPUTS = ("page.children",)  # of every page: its components
ENDLESS_PATHS = ("/api/v1/wall/stream",)
FIRST_VALUES: Mapping[str, Any] = {
    "n_intervals": 1,
    "id": "formulas",
    "getRowsRequest": {"startRow": 0, "endRow": 100, "sortModel": [], "filterModel": {}},
}


@dataclass(frozen=True)
class Address:
    """A page with its query."""

    path: str
    query: str = ""

    def __str__(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


def fill_path(template: str, values: Mapping[str, str]) -> str:
    """Return a route's path with a value for each of its parameters, and something invented without one."""
    return re.sub(
        r"\{(\w+)(?::\w+)?\}", lambda match: quote(values.get(match[1], f"tak-ada-{match[1]}")), template
    )


@dataclass
class Visitor:
    """One caller; ``statuses`` counts the answers."""

    client: httpx.Client
    statuses: dict[int, int] = field(default_factory=dict)

    def open_address(self, address: Address | str) -> httpx.Response:
        """Get an address."""
        return self._count(self.client.get(str(address)))

    def open_page(self, address: Address) -> dict[str, Any]:
        """Open a Dash page as a browser does: its HTML, and each callback with what the others returned.

        Only callbacks of components that the page has are called.
        """
        self.open_address(address)
        values: dict[str, Any] = {
            "address.pathname": address.path,
            "address.search": f"?{address.query}" if address.query else "",
        }
        callbacks = self._callbacks()
        seen = "".join(self._run(each, values) for each in callbacks if each["output"] in FRAME_OUTPUTS)
        for callback in callbacks:
            if callback["output"] not in FRAME_OUTPUTS and _is_within(seen, callback["output"]):
                seen += self._run(callback, values)
        return values

    def _callbacks(self) -> list[dict[str, Any]]:
        dependencies = self.open_address("/_dash-dependencies").json()
        return [callback for callback in dependencies if not callback["clientside_function"]]

    def _run(self, callback: dict[str, Any], values: dict[str, Any]) -> str:
        """Run a callback and keep what it returns; return its response's text."""
        payload = {
            "output": callback["output"],
            "outputs": _outputs(callback["output"]),
            "changedPropIds": [],
            "inputs": [_with_value(part, values) for part in callback["inputs"]],
            "state": [_with_value(part, values) for part in callback["state"]],
        }
        answer = self._count(self.client.post(CALLBACKS_PATH, json=payload))
        if answer.status_code == 200 and answer.content:
            for name, properties in answer.json().get("response", {}).items():
                values.update({f"{name}.{key}": value for key, value in properties.items()})
        return answer.text

    def _count(self, answer: httpx.Response) -> httpx.Response:
        self.statuses[answer.status_code] = self.statuses.get(answer.status_code, 0) + 1
        return answer


def _outputs(specification: str) -> Any:
    """Return an output as a browser sends it: ``a.children``, or ``..a.children...b.data..`` for several."""
    pairs = [output.rsplit(".", 1) for output in specification.strip(".").split("...")]
    parsed = [{"id": _component_id(name), "property": value} for name, value in pairs]
    return parsed if specification.startswith("..") else parsed[0]


def _is_within(page_text: str, specification: str) -> bool:
    """Return whether a page has one of the components that a callback fills."""
    outputs = _outputs(specification)
    return any(
        f'"{each["id"]}"' in page_text for each in (outputs if isinstance(outputs, list) else [outputs])
    )


def _component_id(text: str) -> Any:
    if not text.startswith("{"):
        return text
    return {key: "1" if isinstance(value, list) else value for key, value in json.loads(text).items()}


def _with_value(part: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    key = f"{part['id']}.{part['property']}"
    return {
        **part,
        "id": _component_id(part["id"]),
        "value": values.get(key, FIRST_VALUES.get(part["property"])),
    }
