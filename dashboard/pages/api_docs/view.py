"""The operations of an OpenAPI document as a page lists them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ApiParameter:
    """One parameter of an operation: where it stands, and which values it takes."""

    name: str
    place: str
    is_required: bool
    description: str
    allowed: tuple[str, ...]


@dataclass(frozen=True)
class ApiOperation:
    """One method of one address."""

    method: str
    path: str
    description: str
    parameters: tuple[ApiParameter, ...]
    statuses: tuple[str, ...]


def api_operations(document: Mapping[str, Any]) -> list[ApiOperation]:
    """Return the operations of an OpenAPI document in its order."""
    return [
        ApiOperation(
            method.upper(),
            path,
            operation.get("description") or operation.get("summary", ""),
            tuple(_parameter(value) for value in operation.get("parameters", ())),
            tuple(operation["responses"]),
        )
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def _parameter(value: Mapping[str, Any]) -> ApiParameter:
    schema = value.get("schema", {})
    description = value.get("description") or schema.get("description", "")
    allowed = tuple(map(str, schema.get("enum", ())))
    return ApiParameter(value["name"], value["in"], bool(value.get("required")), description, allowed)
