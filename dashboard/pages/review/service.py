"""The review that an address asks for, as a page shows it; and its freezing."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.pages.review.query import (
    InvalidReviewQueryError,
    ReviewParams,
    ReviewQuery,
    parse_query,
    period_query,
)
from dashboard.pages.review.sections.drilldown import PAGE_SIZE, DetailPanel
from dashboard.pages.review.view import ReviewView
from dashboard.web.context import WebContext
from data.core.access import Permission
from data.core.review.metric_key import MetricKey
from data.core.review.pack import as_json
from data.lib.translation import gettext
from data.services.review import PeriodFigures, VerifiedPack


@dataclass(frozen=True)
class RequestedReview:
    """What an address asks for: a period, and the pack that froze it if it names one.

    :param revision: the change number of what the page shows; None: as the store is now
    """

    query: ReviewQuery
    revision: int | None = None
    stored_pack: VerifiedPack | None = None


@dataclass(frozen=True)
class LoadedReview:
    """A requested review with its figures."""

    requested: RequestedReview
    figures: PeriodFigures


def resolve_review(context: WebContext, params: ReviewParams) -> RequestedReview:
    """Return what an address asks for, without its figures.

    :raises InvalidReviewQueryError: the address names no period or no pack
    :raises StoreUnavailableError: the store cannot be read
    """
    query = _parse(context, params)
    if query.pack is None:
        return RequestedReview(query, params.revision)
    stored_pack = context.live_board.reviews.get_pack(query.pack)
    if stored_pack is None or stored_pack.pack is None:
        raise InvalidReviewQueryError(
            gettext("There is no pack {number}, or its content cannot be read.").format(number=query.pack)
        )
    since, until = (datetime.fromisoformat(text) for text in (stored_pack.pack.since, stored_pack.pack.until))
    return RequestedReview(ReviewQuery(since, until, query.pack), stored_pack.pack.revision, stored_pack)


def _parse(context: WebContext, params: ReviewParams) -> ReviewQuery:
    return parse_query(params, context.live_board.clock.now(), context.city.zone)


def load_review(context: WebContext, requested: RequestedReview) -> LoadedReview:
    """Return a review: as a pack froze it, at its revision, or as the store is now.

    :raises StoreUnavailableError: the store cannot be read
    """
    query = requested.query
    figures = context.live_board.reviews.load(query.since, query.until, requested.revision)
    return LoadedReview(requested, figures)


def build_view(context: WebContext, review: LoadedReview) -> ReviewView:
    """Return a review for the page: a pack's own report, beside what the same period gives today."""
    query, stored_pack = review.requested.query, review.requested.stored_pack
    address = page_query(context, query)
    if stored_pack is None or stored_pack.pack is None:
        return ReviewView(as_json(review.figures.report), context.city, address)
    today = as_json(context.live_board.reviews.load(query.since, query.until).report)
    return ReviewView(stored_pack.pack.sheet, context.city, address, today)


def page_query(context: WebContext, query: ReviewQuery) -> str:
    """Return the address's query of the page of a review."""
    if query.pack is None:
        return period_query(query.since, query.until, context.city.zone)
    return f"paket={query.pack}"


def load_panel(review: LoadedReview, view: ReviewView, metric_key: MetricKey, part: int) -> DetailPanel:
    """Return the reports behind a number, from the same revision as the page.

    :param part: which part of the list, from 0
    :raises StoreUnavailableError: the store cannot be read
    """
    rows = as_json(review.figures.reports(metric_key, part * PAGE_SIZE, PAGE_SIZE))
    return DetailPanel(view, metric_key, review.figures.count(metric_key), rows, part)


def freeze_pack(context: WebContext, params: ReviewParams, title: str) -> int:
    """Store the review on the page as a pack, write the audit log, and return the pack's number.

    :param params: of the page's address, with its revision
    :raises InvalidReviewQueryError: what the page shows is a pack already
    :raises PermissionDeniedError: the principal may not freeze reviews
    """
    principal = context.authorizer.require(Permission.FREEZE_REVIEW)
    review = load_review(context, resolve_review(context, params))
    if review.requested.stored_pack is not None:
        raise InvalidReviewQueryError(gettext("What is shown is a frozen pack already."))
    query, revision = review.requested.query, review.figures.revision
    pack_id = context.live_board.reviews.freeze(
        query.since, query.until, revision, author=principal.name, title=title
    )
    context.authorizer.audit(Permission.FREEZE_REVIEW, f"paket {pack_id}")
    return pack_id
