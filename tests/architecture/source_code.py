"""The project's own source: its packages, what each file imports, and which names it uses."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("data", "geo", "jobs", "dashboard")
PRODUCT = ("bootstrap.py", *PACKAGES)


def python_files(package: str) -> list[Path]:
    """Return the Python files of a package, as paths from the root.

    :param package: a folder or a single file, with slashes: ``data/core``, ``bootstrap.py``
    """
    path = ROOT / package
    files = [path] if path.is_file() else path.rglob("*.py")
    return sorted(file.relative_to(ROOT) for file in files)


def parse(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def package_parts(path: Path) -> list[str]:
    """Return the package that a file's relative imports start from."""
    return list(path.parts[:-1])


def imported_names(tree: ast.Module, package_path: list[str]) -> set[str]:
    """Return the dotted names of all imports of a file, those inside functions too."""
    return {name for node in ast.walk(tree) for name in _import_names(node, package_path)}


def _import_names(node: ast.AST, package_path: list[str]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        parent_path = package_path[: len(package_path) - node.level + 1] if node.level else []
        module = ".".join([*parent_path, *([node.module] if node.module else [])])
        yield from (f"{module}.{alias.name}" for alias in node.names)


def used_names(tree: ast.Module) -> set[str]:
    """Return the names that a file reads, plain and dotted: ``open``, ``datetime.now``, ``os.environ``.

    A field or local that is only assigned, such as ``open: int``, is not read.
    """
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    names = {node.id for node in nodes if isinstance(node.ctx, ast.Load)}
    return names | {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }


def is_inside(name: str, module: str) -> bool:
    """Return whether a dotted name is a module or something inside it."""
    return name == module or name.startswith(f"{module}.")
