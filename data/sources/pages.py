"""Pages of a response that are not read: a file or an address is read once, whatever follows it."""

from collections.abc import Iterator, Mapping
from typing import Any

from data.core.findings import FindingCounter, FindingKind
from data.sources.values import normalize

NEXT_NAMES = frozenset((
    "next", "next page", "nextpage", "next url", "nexturl", "next link", "nextlink", "next page url",
    "nextpageurl", "next page token", "nextpagetoken", "next cursor", "nextcursor", "odata nextlink",
    "has more", "hasmore", "has next", "hasnext", "has next page", "hasnextpage", "exceededtransferlimit",
))  # fmt: skip
TOTAL_NAMES = frozenset((
    "total", "total count", "totalcount", "total records", "totalrecords", "total results", "totalresults",
    "total items", "totalitems", "total rows", "totalrows", "total features", "totalfeatures",
    "records total", "recordstotal", "number matched", "numbermatched", "count", "odata count",
))  # fmt: skip
MAX_DEPTH = 2  # "meta.pagination.next"
LINKED_PAGE = "the server links to a next page"


def count_pages_left_out(content: Any, item_count: int, findings: FindingCounter) -> None:
    """Count what follows the items of a response, by what the response itself says."""
    for subject, hint in _signs(content, item_count) if isinstance(content, Mapping) else ():
        findings.add(FindingKind.PAGE_LEFT_OUT, subject, hint=hint)
        return


def count_linked_page(findings: FindingCounter) -> None:
    """Count a next page that the head of a response links to."""
    findings.add(FindingKind.PAGE_LEFT_OUT, LINKED_PAGE)


def _signs(content: Mapping[Any, Any], item_count: int) -> Iterator[tuple[str, str | None]]:
    """Yield each sign that there is more: a total before a link, since it tells how much."""
    pairs = list(_named_values(content, "", MAX_DEPTH))
    for path, name, value in pairs:
        if name in TOTAL_NAMES and isinstance(value, int) and value > item_count:
            yield path, f"{value} in all, {item_count} read"
    for path, name, value in pairs:
        is_linked = name == "links" and isinstance(value, list) and any(map(_is_next_link, value))
        if is_linked or (name in NEXT_NAMES and value and value not in ("null", "false")):
            yield path, None


def _named_values(content: Mapping[Any, Any], prefix: str, depth: int) -> Iterator[tuple[str, str, Any]]:
    for key, value in content.items():
        path = f"{prefix}{key}"
        yield path, normalize(str(key)), value
        if isinstance(value, Mapping) and depth:
            yield from _named_values(value, f"{path}.", depth - 1)


def _is_next_link(link: Any) -> bool:
    return isinstance(link, Mapping) and str(link.get("rel")).lower() == "next"
