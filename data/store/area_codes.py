"""Which layer's codes accounts and displays hold, and the renumbering that an import was allowed.

Both are stored in the table of feeds' states, under a name that no source can have.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from sqlalchemy import Connection

from data.store.named_values import load_value, save_value

NAME = "area-layer:codes"


@dataclass(frozen=True)
class AreaCodesState:
    """What is known of the codes in use.

    Attributes:
        followed: digest of the layer that the accounts' codes belong to; None: that of the stored layer
        agreed: digest of the layer whose renumbering was allowed
        moved: new code of a parent by its old one, in the renumbering that was allowed
        reused: codes of parents that were allowed to stand for another one
    """

    followed: str | None = None
    agreed: str | None = None
    moved: Mapping[str, str] = field(default_factory=dict)
    reused: tuple[str, ...] = ()

    def with_followed(self, fingerprint: str) -> "AreaCodesState":
        """Return the state once accounts and displays have the codes of a layer."""
        return replace(self, followed=fingerprint)

    def allows(self, moved: Mapping[str, str], reused: frozenset[str]) -> bool:
        """Return whether these changes of codes were allowed."""
        return moved.items() <= self.moved.items() and reused <= set(self.reused)


def load(connection: Connection) -> AreaCodesState:
    """Return the state; an empty one before the first renumbering."""
    kept = load_value(connection, NAME) or {}
    return AreaCodesState(**{**kept, "reused": tuple(kept.get("reused", ()))})


def save(connection: Connection, state: AreaCodesState) -> None:
    """Store the state in place of the previous one."""
    save_value(connection, NAME, {**asdict(state), "reused": list(state.reused)})
