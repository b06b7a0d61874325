"""The number of examples of a costly property, which the Hypothesis profile in use multiplies.

``pytest --hypothesis-profile=thorough tests/store`` runs ten times as many as the default.
"""

from hypothesis import HealthCheck, settings

DEFAULT_EXAMPLES = 100  # of the default profile


def limited_examples(count: int) -> settings:
    """Return the settings of a costly property.

    :param count: its examples in the default profile
    """
    return settings(
        max_examples=max(1, count * settings().max_examples // DEFAULT_EXAMPLES),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
