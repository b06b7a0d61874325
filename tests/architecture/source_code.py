"""Reading the project's own source: its rooms, what each file imports, and which names it uses."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("data", "geo", "jobs", "dashboard")


def python_files(folder: str) -> list[Path]:
    """Every Python file of a room, by path from the root; a room is named with slashes, as a folder."""
    return sorted(path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.py"))


def parse(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def package_parts(path: Path) -> list[str]:
    """The package that a file's relative imports start from."""
    return list(path.parts[:-1])


def imported_names(tree: ast.Module, package_path: list[str]) -> set[str]:
    """Every module or name imported anywhere in the file, inside functions too, in dots."""
    return {name for node in ast.walk(tree) for name in _import_names(node, package_path)}


def _import_names(node: ast.AST, package_path: list[str]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        parent_path = package_path[: len(package_path) - node.level + 1] if node.level else []
        module = ".".join([*parent_path, *([node.module] if node.module else [])])
        yield from (f"{module}.{alias.name}" for alias in node.names)


def used_names(tree: ast.Module) -> set[str]:
    """Every dotted name and every name read in the file: ``datetime.now``, ``os.environ``, ``open``."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }


def is_inside(name: str, module: str) -> bool:
    """Whether a dotted name is a module or something inside it."""
    return name == module or name.startswith(f"{module}.")
