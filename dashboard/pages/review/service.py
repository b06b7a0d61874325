"""The review that an address asks for, as a page shows it; and its freezing."""

from dataclasses import dataclass
from typing import Any

from dashboard.pages.review.query import InvalidReviewQueryError, ReviewQuery, parse_query, period_query
from dashboard.pages.review.view import ReviewView
from dashboard.web.context import WebContext
from data.core.access import Permission
from data.core.review.pack import as_json
from data.services.review import PeriodFigures, VerifiedPack


@dataclass(frozen=True)
class LoadedReview:
    """The review of one address, and the pack it comes from if it is a frozen one."""

    query: ReviewQuery
    figures: PeriodFigures
    stored_pack: VerifiedPack | None = None


def load_review(context: WebContext, search: str | None, revision: int | None = None) -> LoadedReview:
    """Return the review of an address: as a pack froze it, at ``revision``, or as the store is now.

    :raises InvalidReviewQueryError: the address names no period or no pack
    :raises StoreUnavailableError: the store cannot be read
    """
    query, reviews = _parse(context, search), context.live_board.reviews
    if query.pack is None:
        return LoadedReview(query, reviews.load(query.since, query.until, revision))
    stored_pack = reviews.get_pack(query.pack)
    if stored_pack is None or stored_pack.pack is None:
        raise InvalidReviewQueryError(f"Paket {query.pack} tidak ada, atau isinya tidak dapat dibaca.")
    pack = stored_pack.pack
    period = _parse(context, f"dari={_escape_plus(pack.since)}&sampai={_escape_plus(pack.until)}")
    figures = reviews.load(period.since, period.until, pack.revision)
    return LoadedReview(ReviewQuery(period.since, period.until, query.pack), figures, stored_pack)


def _parse(context: WebContext, search: str | None) -> ReviewQuery:
    return parse_query(search, context.live_board.clock.now(), context.city.zone)


def _escape_plus(moment: str) -> str:
    """Return a moment as a query can carry it: a plus sign is a blank there."""
    return moment.replace("+", "%2B")


def build_view(context: WebContext, review: LoadedReview) -> ReviewView:
    """Return a review for the page: a pack's own report, beside what the same period gives today."""
    since, until = review.query.since, review.query.until
    if review.stored_pack is None or review.stored_pack.pack is None:
        query = period_query(since, until, context.city.zone)
        return ReviewView(as_json(review.figures.report), context.city, query)
    today = as_json(context.live_board.reviews.load(since, until).report)
    query = f"paket={review.stored_pack.pack_id}"
    return ReviewView(review.stored_pack.pack.sheet, context.city, query, today)


def freeze_pack(context: WebContext, loaded: dict[str, Any], title: str) -> int:
    """Store the review on the page as a pack, write the audit log, and return the pack's number.

    :param loaded: the page's ``LOADED``
    :raises InvalidReviewQueryError: what the page shows is a pack already
    :raises PermissionDeniedError: the principal may not freeze reviews
    """
    principal = context.authorizer.require(Permission.FREEZE_REVIEW)
    review = load_review(context, loaded["search"], loaded["revision"])
    if review.stored_pack is not None:
        raise InvalidReviewQueryError("Yang tampil sudah merupakan paket yang dibekukan.")
    query, revision = review.query, review.figures.revision
    pack_id = context.live_board.reviews.freeze(
        query.since, query.until, revision, author=principal.name, title=title
    )
    context.authorizer.audit(Permission.FREEZE_REVIEW, f"paket {pack_id}")
    return pack_id
