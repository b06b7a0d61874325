"""Frozen dataclasses that are made by the hundred thousand.

The generated ``__init__`` of a frozen dataclass sets each field through ``object.__setattr__``, which for a
report's standing takes ten times as long as plain assignments and was a fifth of an import.
"""

from dataclasses import MISSING, field, fields, make_dataclass
from operator import attrgetter
from typing import Any, TypeVar

AnyClass = TypeVar("AnyClass", bound=type)


def quick(cls: AnyClass) -> AnyClass:
    """Let a frozen dataclass with slots be made as fast as one that is not frozen; all else stays.

    An object of a plain class with the same slots is filled, and then becomes one of the class itself. The
    class must have two fields or more and no ``__post_init__``.
    """
    plain_class: Any = make_dataclass(
        cls.__name__, map(_field_of, fields(cls)), slots=True, eq=False, repr=False
    )
    values_of = attrgetter(*(item.name for item in fields(cls)))

    def make(own_class: Any, *args: Any, **values: Any) -> Any:
        made = plain_class(*args, **values)
        made.__class__ = own_class
        return made

    def reduce(instance: Any) -> Any:
        return cls, values_of(instance)

    for name, method in (("__new__", make), ("__init__", object.__init__), ("__reduce__", reduce)):
        setattr(cls, name, method)
    return cls


def _field_of(item: Any) -> tuple[str, Any, Any]:
    """Return a field of the plain class, with the same default."""
    if item.default_factory is not MISSING:
        return item.name, item.type, field(default_factory=item.default_factory)
    return item.name, item.type, field() if item.default is MISSING else field(default=item.default)
