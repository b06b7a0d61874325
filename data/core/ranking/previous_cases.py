"""The cases of the previous period, from its open reports and the numbers of its closings."""

from datetime import datetime

import pandas as pd

from data.core.clock.sla import Verdict
from data.core.history.counts import open_reports, resolved_reports
from data.core.ranking.case_counts import CaseCounts
from data.core.ranking.rates import rate_cases

GROUP = ["area_code", "service_code"]
JUDGED = [Verdict.ON_TIME, Verdict.LATE]


def counted_cases(opened: pd.DataFrame, closings: pd.DataFrame, moment: datetime) -> CaseCounts:
    """Return the counts of :func:`data.core.ranking.rates.rate_cases_at`, without its closings one by one.

    :param opened: standings of the reports open at ``moment``
    :param closings: columns area_code, service_code, status, status_description, verdict and ``reports``: how
        many were closed within the period
    """
    overdue = rate_cases(open_reports(opened, moment), opened.iloc[:0])[GROUP].assign(n=1, hits=0)
    resolved = resolved_reports(closings)
    judged = resolved[resolved["verdict"].isin(JUDGED)]
    on_time = judged["reports"].where(judged["verdict"] == Verdict.ON_TIME, 0)
    cases = pd.concat([overdue, judged[GROUP].assign(n=judged["reports"], hits=on_time)])
    table = cases.groupby(GROUP, dropna=False)[["n", "hits"]].sum().reset_index()
    return CaseCounts(
        tuple(None if pd.isna(code) else str(code) for code in table["area_code"]),
        tuple(str(code) for code in table["service_code"]),
        table["n"].to_numpy(dtype="int64"),
        table["hits"].to_numpy(dtype="int64"),
    )
