"""How many examples a costly property gets: few in the suite, ten times as many when asked for thoroughly.

``pytest --hypothesis-profile=thorough tests/store`` is the long run.
"""

from hypothesis import HealthCheck, settings

DEFAULT_EXAMPLES = 100  # hypothesis' own number, that of the suite's profile


def limited_examples(count: int) -> settings:
    """Settings for a property that asks a database; the profile in use multiplies its examples."""
    return settings(
        max_examples=max(1, count * settings().max_examples // DEFAULT_EXAMPLES),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
