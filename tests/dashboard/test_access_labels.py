"""Labels of roles and permissions: a denied request is answered with them."""

import pytest

from dashboard.ui.access_labels import PERMISSIONS, ROLES
from data.core.access import Permission, Role


@pytest.mark.parametrize("role", Role)
def test_each_role_has_a_label(role: Role) -> None:
    assert ROLES[role]


@pytest.mark.parametrize("permission", Permission)
def test_each_permission_has_a_label(permission: Permission) -> None:
    assert PERMISSIONS[permission]
