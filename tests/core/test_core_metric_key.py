"""The metric key of a number, as in a URL."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.review.metric_key import Metric, MetricKey, parse_metric_key

parents = st.none() | st.text(st.characters(exclude_characters=":"), max_size=9)
details = st.none() | st.text(max_size=20)


@pytest.mark.parametrize(
    ("name", "metric_key"),
    [
        ("closing", MetricKey(Metric.CLOSING)),
        ("closing@71.71.01", MetricKey(Metric.CLOSING, "71.71.01")),
        ("closing@", MetricKey(Metric.CLOSING, "")),
        (
            "held@71.71.01:Dinas PUPR: bidang jalan",
            MetricKey(Metric.HELD, "71.71.01", "Dinas PUPR: bidang jalan"),
        ),
        ("held:", MetricKey(Metric.HELD, None, "")),
    ],
)
def test_a_metric_key_and_its_text(name: str, metric_key: MetricKey) -> None:
    assert (parse_metric_key(name), str(metric_key)) == (metric_key, name)


@given(st.sampled_from(Metric), parents, details)
def test_parsing_the_text_gives_the_same_metric_key(
    figure: Metric, parent: str | None, detail: str | None
) -> None:
    metric_key = MetricKey(figure, parent, detail)
    assert parse_metric_key(str(metric_key)) == metric_key


@pytest.mark.parametrize("name", ["", "tunggakan", "Closing", "../closing"])
def test_an_unknown_metric_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"names no figure|is not a valid Metric"):
        parse_metric_key(name)
