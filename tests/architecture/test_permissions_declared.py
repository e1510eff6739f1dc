"""No address without a permission, no permission without an address."""

import pytest
from django.urls import URLResolver, get_resolver

from governance_app.programmes.guards import ADMINISTRATORS, FOUNDERS, PUBLIC, SIGNED_IN
from governance_app.programmes.registry import actions
from governance_app.programmes.states import Role
from governance_app.records.registry import record_kinds
from tests.architecture.addresses import Address, addresses

#: Acts that no address of their own asks for: rules and lists of moves ask for them.
ASKED_ELSEWHERE: frozenset[str] = frozenset()

#: Acts by which a copy is taken away and no record is changed: an auditor's, too.
TAKES_A_COPY = frozenset({"documents.evidence", "ledger.checkpoint"})


def declared(address: Address) -> list[tuple[str, object]]:
    if address.is_api:
        return [
            (f"{address.label} {method} {function}", address.permission_of(function))
            for method, function in address.actions().items()
        ]
    return [(address.label, address.permission)]


ALL = [pair for address in addresses() for pair in declared(address)]


@pytest.mark.parametrize(("label", "permission"), ALL, ids=[label for label, _permission in ALL])
def test_every_address_names_its_permission(label, permission):
    if permission in {PUBLIC, SIGNED_IN, FOUNDERS, ADMINISTRATORS}:
        return
    assert isinstance(permission, tuple), f"{label} declares {permission!r}"
    assert permission, f"{label} declares nothing"
    unknown = [act for act in permission if act not in actions]
    assert not unknown, f"{label} names acts that no matrix holds: {unknown}"


def test_only_the_admin_site_is_left_out():
    spaces = {item.namespace for item in get_resolver().url_patterns if isinstance(item, URLResolver)}
    assert "admin" in spaces
    walked = {address.route for address in addresses(leave_out=())}
    kept = {address.route for address in addresses()}
    assert {route.split("/")[0] for route in walked - kept} == {"admin"}


def test_what_is_open_to_the_public_is_written_here():
    """A new public address wants a second thought: add it here when it has had one."""
    found = {address.label for address in addresses() if address.permission == PUBLIC}
    assert found == {
        "account_login",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "documents:check",
        "health-live",
        "health-ready",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "proof:verify",
        "set_language",
    }


def test_what_needs_no_role_is_written_here():
    found = {address.label for address in addresses() if address.permission == SIGNED_IN}
    pages = {name for name in found if not name.startswith("api")}
    assert pages == {
        "account_change_password",
        "account_reauthenticate",
        "account_session_end",
        "account_sessions_end",
        "inbox:notification",
        "inbox:notifications",
        "inbox:search",
        "inbox:work",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_edit_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
        "overview:programmes",
        "steering:all",
    }


def test_what_asks_for_a_permission_of_the_whole_installation_is_written_here():
    found = {
        permission: {address.label for address in addresses() if address.permission == permission}
        for permission in (FOUNDERS, ADMINISTRATORS)
    }
    assert found == {
        FOUNDERS: {"api:programme-templates", "overview:new"},
        ADMINISTRATORS: {"overview:directory", "overview:directory-apply", "overview:directory-template"},
    }


def test_addresses_inside_a_programme_ask_for_a_role():
    """Whatever carries a programme's slug is guarded by acts; only pages across programmes go without."""
    for address in addresses():
        for label, permission in declared(address):
            if "slug" in address.parts:
                assert isinstance(permission, tuple), label


def test_every_act_of_the_matrix_is_asked_for_somewhere():
    asked = {act for _label, permission in ALL if isinstance(permission, tuple) for act in permission}
    moves = {move.action for kind in record_kinds for move in kind.moves or ()}
    assert set(actions.codes()) - asked - moves == ASKED_ELSEWHERE


@pytest.mark.parametrize("act", list(actions), ids=actions.codes())
def test_every_act_belongs_to_somebody_and_not_to_auditors_when_it_writes(act):
    assert act.roles, f"{act.code} is nobody's"
    assert act.roles <= set(Role)
    reads = act.code.endswith(".view") or act.code.startswith("programme.") or act.code in TAKES_A_COPY
    if not reads:
        assert Role.AUDITOR not in act.roles, f"an auditor writes nothing, but may {act.code}"


def test_vendors_and_trainees_see_nothing_of_the_inside():
    inside = [act.code for act in actions if act.roles & {Role.VENDOR, Role.TRAINEE}]
    assert inside == ["programme.view"]
