"""What the search page's forms send: a view to save or to delete."""

from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from pydantic import AfterValidator, StringConstraints

from dashboard.web.forms import FormModel
from data.core.report_list.query import parse_query, query_pairs
from data.services.saved_views import LONGEST_NAME

LONGEST_QUERY = 8_000


def _query(text: str) -> str:
    """Return an address's parameters without what is none of the list's.

    :raises ValueError: for a value that cannot be used
    """
    return urlencode(query_pairs(parse_query(parse_qsl(text))))


ViewName = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]


class DeletionForm(FormModel):
    """A view to delete."""

    nama: ViewName
    bersama: bool = False


class SavedViewForm(DeletionForm):
    """The query of the page that is open, under a name."""

    saringan: Annotated[str, StringConstraints(max_length=LONGEST_QUERY), AfterValidator(_query)] = ""
