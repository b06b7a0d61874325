"""Frozen dataclasses that are made by the hundred thousand.

The generated ``__init__`` of a frozen dataclass sets each field through ``object.__setattr__``, which for a
report's standing takes ten times as long as plain assignments and was a fifth of an import.
"""

from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, fields
from operator import attrgetter
from typing import Any, TypeVar

AnyClass = TypeVar("AnyClass", bound=type)
AnyInstance = TypeVar("AnyInstance")


def quick(cls: AnyClass) -> AnyClass:
    """Let a frozen dataclass with slots be made as fast as one that is not frozen; all else stays.

    An object of a plain class with the same slots is filled, and then becomes one of the class itself. The
    class must have two fields or more and no ``__post_init__``.
    """
    values_of = attrgetter(*(item.name for item in fields(cls)))

    def reduce(instance: Any) -> Any:
        return cls, values_of(instance)

    methods = (("__new__", _maker(cls)), ("__init__", object.__init__), ("__reduce__", reduce))
    for name, method in methods:
        setattr(cls, name, method)
    return cls


def copier(cls: type[AnyInstance]) -> Callable[[AnyInstance], AnyInstance]:
    """Return what copies an instance of a quick class, without a call that has each value as an argument."""
    names = [item.name for item in fields(cls)]  # type: ignore[arg-type]
    assignments = [(name, f"instance.{name}") for name in names]
    return _function(cls, "instance", assignments, {"own_class": cls})


def _maker(cls: type) -> Callable[..., Any]:
    """Return the ``__new__`` of a class: its parameters are the fields with their defaults."""
    items, parameters, assignments = fields(cls), ["own_class"], list[tuple[str, str]]()
    names: dict[str, Any] = {"MISSING": MISSING}
    for item in items:
        default, value = _default_of(item, names)
        parameters.append(f"{item.name}{default}")
        assignments.append((item.name, value))
    return _function(cls, ", ".join(parameters), assignments, names)


def _default_of(item: Field[Any], names: dict[str, Any]) -> tuple[str, str]:
    """Return the text of a field's default, and of its value; what they name is added to ``names``."""
    if item.default_factory is not MISSING:
        names[f"_make_{item.name}"] = item.default_factory
        return "=MISSING", f"_make_{item.name}() if {item.name} is MISSING else {item.name}"
    if item.default is MISSING:
        return "", item.name
    names[f"_default_{item.name}"] = item.default
    return f"=_default_{item.name}", item.name


def _function(
    cls: type, parameters: str, assignments: Iterable[tuple[str, str]], names: dict[str, Any]
) -> Callable[..., Any]:
    """Return a function that fills a new object, one assignment a field, as ``dataclasses`` writes them."""
    items = fields(cls)
    plain_class = type(cls.__name__, (), {"__slots__": [item.name for item in items]})
    namespace = {"_new": object.__new__, "_plain_class": plain_class, **names}
    lines = [f"def fill({parameters}):", " _made = _new(_plain_class)"]
    lines += [f" _made.{name} = {value}" for name, value in assignments]
    lines += [" _made.__class__ = own_class", " return _made"]
    exec("\n".join(lines), namespace)
    fill: Callable[..., Any] = namespace["fill"]
    return fill
