"""Set-up of programmes: governed rows are read here, written by services."""

from typing import Any

from django.contrib import admin

from governance_app.programmes.models import Membership, Programme


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows rows and changes none: governed records are written by services alone."""

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Never."""
        return False


@admin.register(Programme)
class ProgrammeAdmin(ReadOnlyAdmin):
    """Programmes, to read."""

    list_display = ("code", "name", "state", "start_date")


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    """Memberships, to read."""

    list_display = ("programme", "user", "role", "department")
    list_select_related = ("programme", "user", "department")
