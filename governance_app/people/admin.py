"""Set-up of users and departments."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from governance_app.people.models import Department, User


@admin.register(User)
class PortalUserAdmin(UserAdmin):  # type: ignore[type-arg]
    """Users; the display name is what the portal shows."""

    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (
            _("Person"),
            {"fields": ("display_name", "employee_number", "email", "mobile", "department", "language", "time_zone")},
        ),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "display_name", "employee_number", "password1", "password2")}),)
    list_display = ("username", "display_name", "employee_number", "department", "is_active")
    list_select_related = ("department",)
    search_fields = ("username", "display_name", "employee_number")


@admin.register(Department)
class DepartmentAdmin(SimpleHistoryAdmin):
    """Departments and their tree."""

    list_display = ("code", "name", "parent", "head")
    list_select_related = ("parent", "head")
    search_fields = ("code", "name")
