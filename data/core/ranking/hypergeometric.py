"""Tails of the hypergeometric distribution, for many tables at once.

The probability of one count is a quotient of three binomial ones, each by C. Loader's expansion ("Fast and
accurate computation of binomial probabilities", 2000), which loses no digit in large tables; those of smaller
counts follow from it by multiplication. A library that takes each count by itself needs a hundred times as
long for reports by the ten thousand.
"""

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Shares = NDArray[np.float64]

STEP = 64  # counts that are summed at once
NEGLIGIBLE = 1e-17  # of a sum
EXACT_ERRORS = 16  # of so many, the error of Stirling's formula is computed from the factorial
LOG_FACTORIALS = np.r_[0.0, np.cumsum(np.log(np.arange(1.0, EXACT_ERRORS)))]


def lower_tail(hits: Counts, total: Counts, marked: Counts, drawn: Counts) -> Shares:
    """Return the probability that fewer than ``hits`` marked ones are drawn, plus half that of ``hits``.

    :param total: how many there are, of which ``marked`` are marked
    """
    shape = np.broadcast_shapes(*(np.shape(values) for values in (hits, total, marked, drawn)))
    k, n_total, n_marked, n_drawn = (
        np.broadcast_to(values, shape).astype(np.float64).ravel() for values in (hits, total, marked, drawn)
    )
    is_upper = k * n_total > n_drawn * n_marked  # above the mean: its complement is the shorter sum
    k = np.where(is_upper, n_drawn - k, k)
    n_marked = np.where(is_upper, n_total - n_marked, n_marked)
    first = probability(k, n_total, n_marked, n_drawn)
    tail = first / 2 + _sum_below(first, k, n_total - n_marked, n_marked, n_drawn)
    return np.asarray(np.where(is_upper, 1 - tail, tail).reshape(shape))


def probability(hits: Shares, total: Shares, marked: Shares, drawn: Shares) -> Shares:
    """Return the probability of exactly ``hits`` marked ones among those drawn."""
    others, missed = total - marked, drawn - hits
    possible = (hits >= 0) & (hits <= marked) & (missed >= 0) & (missed <= others) & (drawn <= total)
    hits, missed = np.where(possible, hits, 0.0), np.where(possible, missed, 0.0)
    some = np.maximum(total, 1.0)
    share, rest = drawn / some, (total - drawn) / some
    logarithm = (
        _log_binomial(hits, marked, share, rest)
        + _log_binomial(missed, others, share, rest)
        - _log_binomial(drawn, total, share, rest)
    )
    return np.where(possible, np.exp(logarithm), 0.0)


def _sum_below(first: Shares, hits: Shares, others: Shares, marked: Shares, drawn: Shares) -> Shares:
    """Return the sum of the probabilities of all smaller counts; ``hits`` is at most the mean."""
    total, last, active = np.zeros_like(first), first.copy(), np.flatnonzero(first > 0)
    offset = 0
    while len(active):
        count = hits[active, None] - (offset + np.arange(STEP))
        quotient = (count * (others[active, None] - drawn[active, None] + count)) / (
            (marked[active, None] - count + 1) * (drawn[active, None] - count + 1)
        )
        terms = last[active, None] * np.cumprod(np.maximum(quotient, 0.0), axis=1)
        total[active] += terms.sum(axis=1)
        last[active] = terms[:, -1]
        active = active[terms[:, -1] > NEGLIGIBLE * (first[active] + total[active])]
        offset += STEP
    return total


def _log_binomial(count: Shares, n: Shares, share: Shares, rest: Shares) -> Shares:
    """Return the logarithm of the binomial probability of a count."""
    others = n - count
    inner = (count > 0) & (others > 0)
    a, b, m = np.where(inner, count, 1.0), np.where(inner, others, 1.0), np.where(inner, n, 2.0)
    p, q = np.where(inner, share, 0.5), np.where(inner, rest, 0.5)
    errors = _stirling_error(m) - _stirling_error(a) - _stirling_error(b)
    value = errors - _deviance(a, m * p) - _deviance(b, m * q) - np.log(2 * np.pi * a * b / m) / 2
    edge = n * np.log(np.where(count > 0, np.where(share > 0, share, 1.0), np.where(rest > 0, rest, 1.0)))
    return np.where(inner, value, edge)


def _deviance(count: Shares, mean: Shares) -> Shares:
    mean = np.where(mean > 0, mean, 1.0)
    excess = (count - mean) / mean
    return mean * ((1 + excess) * np.log1p(excess) - excess)


def _stirling_error(n: Shares) -> Shares:
    """Return by how much log n! exceeds Stirling's formula."""
    square = n * n
    series = (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n
    small = n < EXACT_ERRORS
    whole = np.where(small, n, 1.0)
    exact = (
        LOG_FACTORIALS[whole.astype(np.int64)] - (whole + 0.5) * np.log(whole) + whole - np.log(2 * np.pi) / 2
    )
    return np.where(small, exact, series)
