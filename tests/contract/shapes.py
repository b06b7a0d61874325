"""Describe what goes out by its names and types, and compare a description with the recorded one."""

import csv
import io
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import orjson
from openpyxl import load_workbook

Shape = dict[str, str]  # path of a key: its types; "optional" among them where not every object has it

TYPES: dict[type, str] = {
    dict: "object", list: "array", str: "string", bool: "boolean", int: "number", float: "number",
    type(None): "null",
}  # fmt: skip
FREE = {"null", "optional"}  # these depend on the data
# Keys that are data themselves: codes of areas, of reports, of packages.
DATA_KEY = re.compile(r"\d+(\.\d+)*|\d{4}-\d\d-\d\dT.*|.*[/@:].*")


def shape(value: Any) -> Shape:
    """The paths of all keys of a JSON value with the types that stand there."""
    types: dict[str, set[str]] = defaultdict(set)
    counts, objects = Counter[str](), Counter[str]()
    for path, item in _walk(value, "$"):
        types[path].add(TYPES[type(item)])
        counts[path] += 1
        objects[path] += isinstance(item, dict)
    for path in types:
        above, dot, _name = path.rpartition(".")
        if dot and not path.endswith(("[]", "{}")) and counts[path] < objects[above]:
            types[path].add("optional")
    return {path: " ".join(sorted(names)) for path, names in sorted(types.items())}


def _walk(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    yield path, value
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _walk(item, f"{path}{{}}" if DATA_KEY.fullmatch(name) else f"{path}.{name}")
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item, f"{path}[]")


def lost_names(recorded: Shape, present: Shape, *, same_data: bool) -> list[str]:
    """What a description lacks of the recorded one.

    :param same_data: both are of the same data; otherwise an empty list hides the names of its items
    """
    found = [_lost(path, set(types.split()), present, same_data) for path, types in recorded.items()]
    return [line for line in found if line]


def _lost(path: str, recorded: set[str], present: Shape, same_data: bool) -> str:
    if path not in present:
        may_hide = "optional" in recorded or _hidden(path, present)
        return "" if may_hide and not same_data else f"{path} is gone"
    types = set(present[path].split())
    if recorded <= FREE:
        return ""
    if types - FREE - recorded:
        return f"{path} was {' '.join(sorted(recorded))} and is {present[path]}"
    if same_data and "optional" in types - recorded:
        return f"{path} is missing now and then"
    return ""


def _hidden(path: str, present: Shape) -> bool:
    """Whether nothing is there that could hold the key."""
    if path.endswith(("[]", "{}")):
        return True
    above = path.rpartition(".")[0]
    return "object" not in present.get(above, "").split()


def contained(recorded: Any, present: Any, path: str = "$") -> list[str]:
    """Where a JSON value differs from the recorded one, keys that were added aside."""
    if isinstance(recorded, dict) and isinstance(present, dict):
        gone = [f"{path}.{name} is gone" for name in recorded if name not in present]
        both = [name for name in recorded if name in present]
        return gone + [d for name in both for d in contained(recorded[name], present[name], f"{path}.{name}")]
    if isinstance(recorded, list) and isinstance(present, list) and len(recorded) == len(present):
        pairs = zip(recorded, present, strict=True)
        return [d for n, pair in enumerate(pairs) for d in contained(*pair, f"{path}[{n}]")]
    same = recorded == present or _close(recorded, present)
    return [] if same else [f"{path} was {recorded!r:.200} and is {present!r:.200}"]


def _close(recorded: Any, present: Any) -> bool:
    """Whether two numbers differ by no more than another processor makes them."""
    numbers = isinstance(recorded, float) and isinstance(present, float)
    return numbers and math.isclose(recorded, present, rel_tol=1e-9)


def described(media: str, body: bytes) -> dict[str, Any]:
    """A body by what programs rely on in it."""
    if media in ("application/json", "application/manifest+json"):
        value = orjson.loads(body)
        more = {"operations": operations(value)} if isinstance(value, dict) and "openapi" in value else {}
        return {"json": shape(value), **more}
    if media == "text/xml":
        return {"xml": xml_paths(body)}
    if media == "text/csv":
        return {"columns": csv_columns(body)}
    if media == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":
        return {"sheets": sheet_columns(body)}
    if media == "text/html":
        return {"forms": form_fields(body.decode())}
    if media == "text/event-stream":
        return {"events": event_shapes(body.decode())}
    return {"metrics": metric_names(body.decode())} if b"# TYPE " in body else {}


def operations(document: dict[str, Any]) -> dict[str, list[str]]:
    """The operations of an OpenAPI document, each with its name and those of what it takes."""
    found = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            takes = [f"{p['in']} {p['name']}" for p in operation.get("parameters", ())]
            forms = operation.get("requestBody", {}).get("content", {})
            fields = [f"{kind} {name}" for kind in forms for name in forms[kind]["schema"]["properties"]]
            found[f"{method.upper()} {path}"] = [operation["operationId"], *sorted(takes + fields)]
    return found


def xml_paths(body: bytes) -> list[str]:
    """The paths of all elements."""

    def walk(element: ElementTree.Element, above: str) -> Iterator[str]:
        path = f"{above}/{element.tag}"
        yield path
        for below in element:
            yield from walk(below, path)

    return sorted(set(walk(ElementTree.fromstring(body), "")))


def csv_columns(body: bytes) -> list[str]:
    """The header row of a file between semicolons."""
    return next(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


def sheet_columns(body: bytes) -> dict[str, list[str]]:
    """The header row of each sheet of a workbook."""
    book = load_workbook(io.BytesIO(body), read_only=True)
    return {sheet.title: [str(cell) for cell in next(sheet.iter_rows(values_only=True))] for sheet in book}


def metric_names(text: str) -> dict[str, str]:
    """Each metric with its kind and the names of its labels."""
    kinds = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, flags=re.MULTILINE))
    labels = dict(re.findall(r"^(\w+)\{(\w+)=", text, flags=re.MULTILINE))
    return {name: f"{kind} {labels.get(name, '')}".strip() for name, kind in sorted(kinds.items())}


def event_shapes(text: str) -> dict[str, Shape]:
    """The events of a stream by name, each with the shape of its data."""
    pairs = re.findall(r"^event: (\S+)\ndata: (.*)$", text, flags=re.MULTILINE)
    return {name: shape(orjson.loads(data)) for name, data in sorted(pairs)}


def form_fields(page: str) -> dict[str, list[str]]:
    """The forms of a page: method and address of each, with the names of its fields."""
    reader = _Forms()
    reader.feed(page)
    return {form: sorted(names) for form, names in sorted(reader.forms.items())}


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, set[str]] = defaultdict(set)
        self._form = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One more form, or one more field of it."""
        values: Mapping[str, str | None] = dict(attrs)
        if tag == "form":
            self._form = f"{(values.get('method') or 'get').upper()} {values.get('action') or ''}"
            self.forms[self._form] |= set()
        if self._form and tag in ("input", "select", "textarea", "button") and values.get("name"):
            self.forms[self._form].add(str(values["name"]))

    def handle_endtag(self, tag: str) -> None:
        """The end of a form."""
        if tag == "form":
            self._form = ""
