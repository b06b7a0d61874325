"""The number of examples of a costly property, which the Hypothesis profile in use multiplies.

``pytest --hypothesis-profile=thorough tests/store`` runs many times as many as the default.
"""

from hypothesis import HealthCheck, settings

FULL_PROFILE = 100  # examples of a profile in which a property gets just its own number
FEWEST = 3
MUTANTS_PROFILE = 10  # it needs the full number


def limited_examples(count: int) -> settings:
    """Return the settings of a costly property.

    :param count: its full number of examples; the default profile runs a quarter of them, but not below three
    """
    profile = settings().max_examples
    scaled = max(count * profile // FULL_PROFILE, min(count, FEWEST))
    return settings(
        max_examples=count if profile == MUTANTS_PROFILE else scaled,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
