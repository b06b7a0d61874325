"""What remains of a review once it is computed: the figures of the page, and the lists behind them.

The events of a review are some hundred megabytes, most of it repeated words and columns that no list shows.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pandas as pd

from data.core.config.city import City
from data.core.review.drilldown import drilldown_rows
from data.core.review.metric_key import MetricKey
from data.core.review.report_rows import LISTED_COLUMNS, metric_report_rows
from data.core.review.review import Review
from data.core.review.review_data import ReviewData
from data.core.review.rows import ReportRow, ReviewReport

LABEL_COLUMNS = ("figure", "parent", "detail")


@dataclass(frozen=True)
class ListedReports:
    """The reports behind the numbers of a review, small enough to keep; texts are categories.

    :param events: ``LISTED_COLUMNS`` of the events that represent a report somewhere
    :param drilldown: :data:`data.core.review.drilldown.COLUMNS`, its ``event`` the position in ``events``
    """

    events: pd.DataFrame
    drilldown: pd.DataFrame
    areas: pd.DataFrame
    city: City
    since: datetime
    until: datetime

    def rows(self, metric_key: MetricKey, start: int, limit: int) -> list[ReportRow]:
        """Return some of the reports behind a number, the earliest deadline first."""
        rows = drilldown_rows(self.drilldown, metric_key)
        events = _without_categories(self.events.take(rows["event"].to_numpy()).reset_index(drop=True))
        positions = rows.assign(event=np.arange(len(rows)))
        return metric_report_rows(replace(self, events=events), positions, metric_key, start, limit)

    def count(self, metric_key: MetricKey) -> int:
        """Return the number itself."""
        return len(drilldown_rows(self.drilldown, metric_key))


@dataclass(frozen=True)
class ReviewFigures:
    """A review as pages show it.

    :param revision: the change number up to which the store was read
    :param review: what the API returns of the same events
    """

    revision: int
    report: ReviewReport
    review: Review
    listed: ListedReports

    def reports(self, metric_key: MetricKey, start: int = 0, limit: int = 200) -> list[ReportRow]:
        """Return some of the reports behind a number, the earliest deadline first."""
        return self.listed.rows(metric_key, start, limit)

    def count(self, metric_key: MetricKey) -> int:
        """Return the number itself."""
        return self.listed.count(metric_key)


def listed_reports(review_data: ReviewData, drilldown: pd.DataFrame) -> ListedReports:
    """Return what the lists of a review need.

    :param drilldown: from :func:`data.core.review.drilldown.drilldown_table`
    """
    events, positions = np.unique(drilldown["event"].to_numpy(), return_inverse=True)
    packed = drilldown.astype(dict.fromkeys(LABEL_COLUMNS, "category")).assign(
        event=positions.astype("int32")
    )
    return ListedReports(
        _with_categories(review_data.events.loc[events, list(LISTED_COLUMNS)].reset_index(drop=True)),
        packed,
        review_data.areas,
        review_data.city,
        review_data.since,
        review_data.until,
    )


def _with_categories(table: pd.DataFrame) -> pd.DataFrame:
    texts = [name for name in table.columns if isinstance(table[name].dtype, pd.StringDtype)]
    return table.astype(dict.fromkeys(texts, "category"))


def _without_categories(table: pd.DataFrame) -> pd.DataFrame:
    texts = [name for name in table.columns if isinstance(table[name].dtype, pd.CategoricalDtype)]
    return table.astype(dict.fromkeys(texts, "str"))
