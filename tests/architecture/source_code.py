"""Reading the project's own source: its rooms, what each file imports, and which names it uses."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("data", "geo", "jobs", "dashboard")


def files(room: str) -> list[Path]:
    """Every Python file of a room, by path from the root; a room is named with slashes, as a folder."""
    return sorted(path.relative_to(ROOT) for path in (ROOT / room).rglob("*.py"))


def read(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def package(path: Path) -> list[str]:
    """The package that a file's relative imports start from."""
    return list(path.parts[:-1])


def imported(tree: ast.Module, at: list[str]) -> set[str]:
    """Every module or name imported anywhere in the file, inside functions too, in dots."""
    return {name for node in ast.walk(tree) for name in _imported(node, at)}


def _imported(node: ast.AST, at: list[str]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = at[: len(at) - node.level + 1] if node.level else []
        module = ".".join([*above, *([node.module] if node.module else [])])
        yield from (f"{module}.{alias.name}" for alias in node.names)


def used(tree: ast.Module) -> set[str]:
    """Every dotted name and every name read in the file: ``datetime.now``, ``os.environ``, ``open``."""
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return found | {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }


def lies_in(name: str, module: str) -> bool:
    """Whether a dotted name is a module or something inside it."""
    return name == module or name.startswith(f"{module}.")
