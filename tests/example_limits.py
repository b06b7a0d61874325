"""How many examples a costly property gets: few in the suite, ten times as many when asked for thoroughly.

``pytest --hypothesis-profile=thorough tests/store`` is the long run.
"""

from hypothesis import HealthCheck, settings

USUAL = 100  # hypothesis' own number, that of the suite's profile


def few(examples: int) -> settings:
    """Settings for a property that asks a database; the profile in use multiplies its examples."""
    return settings(
        max_examples=max(1, examples * settings().max_examples // USUAL),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
