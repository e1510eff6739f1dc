"""Comments and files of a record: written and read by those who may read the record."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from governance_app.errors import Refusal
from governance_app.files.services import file_response
from governance_app.inbox.models import Attachment, Comment
from governance_app.inbox.services import attachment_add, attachment_remove, comment_add, comment_withdraw
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import people_of
from governance_app.records.registry import RecordKind, record_kinds
from governance_app.records.selectors import record_for
from governance_app.records.tracing import reference


def _record(access: Access, kind_slug: str, code: str) -> tuple[RecordKind, Any]:
    kind = record_kinds.get(kind_slug)
    record = record_for(kind, access, code) if kind and access.may(kind.view) else None
    if kind is None or record is None:
        raise Http404
    return kind, record


@require_POST
@requires("comments.write")
def comment(request: MemberRequest, access: Access, kind: str, code: str) -> HttpResponseBase:
    """Comment on a record."""
    found, record = _record(access, kind, code)
    url = found.url(access.programme.slug, code)
    try:
        written = comment_add(
            access=access,
            subject=reference(found, code),
            title=str(record),
            url=url,
            text=request.POST.get("text", ""),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if written.told:
            names = _(", ").join(str(person) for person in written.told)
            messages.success(request, _("Told: %(names)s.") % {"names": names})
        if written.unknown:
            names = _(", ").join(f"@{name}" for name in written.unknown)
            messages.warning(request, _("Nobody on this programme is called %(names)s.") % {"names": names})
    return redirect(f"{url}#comments")


@require_POST
@requires("comments.write")
def comment_off(request: MemberRequest, access: Access, kind: str, code: str, number: int) -> HttpResponseBase:
    """Withdraw a comment of one's own."""
    found, record = _record(access, kind, code)
    rows = Comment.objects.filter(programme=access.programme, subject=reference(found, code), author=request.user)
    row = rows.filter(pk=number, withdrawn_at=None).first()
    if row is None:
        raise Http404
    comment_withdraw(access=access, comment=row, title=str(record))
    messages.success(request, _("Your comment has been withdrawn."))
    return redirect(f"{found.url(access.programme.slug, code)}#comments")


@require_GET
@requires("comments.write")
def mentionable(request: MemberRequest, access: Access) -> HttpResponseBase:
    """The people one can mention, to be picked below a comment."""
    people = {row.user_id: row.user for row in people_of(access.programme)}
    names = sorted(str(person) for person in people.values() if person.pk != request.user.pk)
    return render(request, "inbox/_mentionable.html", {"names": list(dict.fromkeys(names))})


@require_POST
@requires("files.attach")
def attach(request: MemberRequest, access: Access, kind: str, code: str) -> HttpResponseBase:
    """Attach files to a record; each is taken or refused by itself."""
    found, record = _record(access, kind, code)
    uploads = request.FILES.getlist("file")
    if not uploads:
        messages.warning(request, _("No file was chosen."))
    for upload in uploads:
        try:
            attachment_add(
                access=access,
                subject=reference(found, code),
                title=str(record),
                name=upload.name or "",
                data=upload.read(),
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(name)s has been attached.") % {"name": upload.name})
    return redirect(f"{found.url(access.programme.slug, code)}#files")


def _attachment(access: Access, kind_slug: str, code: str, number: int) -> tuple[RecordKind, Any, Attachment]:
    found, record = _record(access, kind_slug, code)
    row = (
        Attachment.objects.filter(
            pk=number, programme=access.programme, subject=reference(found, code), removed_at=None
        )
        .select_related("file")
        .first()
    )
    if row is None:
        raise Http404
    return found, record, row


@require_GET
@requires("programme.phases")
def attachment(request: MemberRequest, access: Access, kind: str, code: str, number: int) -> HttpResponseBase:
    """A record's file, as a download."""
    _found, _row, row = _attachment(access, kind, code, number)
    return file_response(row.file)


@require_POST
@requires("files.attach")
def attachment_off(request: MemberRequest, access: Access, kind: str, code: str, number: int) -> HttpResponseBase:
    """Take off a file one attached oneself."""
    found, record, row = _attachment(access, kind, code, number)
    if row.created_by_id != request.user.pk:
        raise Http404
    attachment_remove(access=access, attachment=row, title=str(record))
    messages.success(request, _("%(name)s has been taken off.") % {"name": row.file.name})
    return redirect(f"{found.url(access.programme.slug, code)}#files")
