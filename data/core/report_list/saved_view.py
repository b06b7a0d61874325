"""A query of a report list under a name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SavedView:
    """A query that an account saved.

    :param query: the parameters of its address, encoded
    :param author: the account that saved it
    """

    name: str
    query: str
    author: str
