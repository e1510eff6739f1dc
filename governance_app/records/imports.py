"""Importing a file of records: checked first, then written as a whole or not at all."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from governance_app.base.clock import this_moment
from governance_app.base.tabular import MEDIA, Table, table_read
from governance_app.errors import Refusal, TooLarge
from governance_app.exchange.models import ImportBatch
from governance_app.exchange.states import BatchState
from governance_app.files.services import file_read, file_store
from governance_app.jobs.models import Job
from governance_app.jobs.registry import Progress, job
from governance_app.jobs.services import job_enqueue
from governance_app.jobs.states import JobState
from governance_app.programmes.models import CodeCounter
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import access_for
from governance_app.programmes.services.codes import codes_lock
from governance_app.records.registry import RecordKind, record_kinds
from governance_app.records.resources import RecordImport, header_map
from governance_app.records.rules import forbidden, may_create
from governance_app.records.values import Whole

#: So many faults and changes are kept to show; all are counted.
_KEPT = 1000
#: The jobs that work on an import in these states, by the stems of their keys.
_STEMS = {BatchState.CHECKING: "check", BatchState.APPLYING: "apply"}


def batch_upload(*, kind: RecordKind, access: Access, name: str, data: bytes) -> ImportBatch:
    """Keep an uploaded file and check it: at once when it is short, in the background when it is long.

    Refuses people without the permission, oversized files, and whatever ``table_read`` and ``header_map`` refuse.
    """
    if not may_create(kind, access):
        raise forbidden()
    if len(data) > settings.IMPORT_MAX_BYTES:
        text = _("The file is larger than %(most)s MB.") % {"most": settings.IMPORT_MAX_BYTES // 1024 // 1024}
        raise TooLarge(text, fields={"file": [text]})
    table = table_read(data, name)
    header_map(kind, table.headers)
    media = MEDIA["xlsx" if data[:2] == b"PK" else "csv"]
    with transaction.atomic():
        stored = file_store(name=name[:200], data=data, media_type=media, actor=access.user)
        batch = ImportBatch.objects.create(
            programme=access.programme,
            kind=kind.slug,
            file=stored,
            total=len(table.rows),
            created_by=access.user,
            language=translation.get_language() or settings.LANGUAGE_CODE,
        )
        if len(table.rows) > settings.IMPORT_BACKGROUND_ROWS:
            job_enqueue(
                kind="records.check", key=f"check:{batch.pk}", arguments={"batch": str(batch.pk)}, actor=access.user
            )
            return batch
    _check(batch, access, table)
    return batch


def _check(batch: ImportBatch, access: Access, table: Table, counter: CodeCounter | None = None) -> RecordImport:
    """Run the check and keep its report; with ``counter``, on records locked to be written."""
    kind = record_kinds[batch.kind]
    resource = RecordImport(kind, access, counter=counter, most=_KEPT)
    result = resource.check(table)
    faults = list(_faults(kind, table, result))
    batch.created, batch.changed = resource.created, resource.changed
    batch.faulty = len({fault["row"] for fault in faults})
    batch.unchanged = resource.unchanged
    batch.report = {
        "faults": faults[:_KEPT],
        "changes": [
            {
                "row": number,
                "code": ready.record.code,
                "what": "created" if ready.new else "changed",
                "title": ready.record.name_shown,
            }
            for number, ready in resource.ready[:_KEPT]
        ],
    }
    batch.state = BatchState.FAULTY if faults else BatchState.READY
    batch.save()
    return resource


def _faults(kind: RecordKind, table: Table, result: Any) -> Iterable[dict[str, Any]]:
    titles = {name: str(kind.title_of(name)) for name in ("code", *kind.fields)}
    for invalid in result.invalid_rows:
        number = table.numbers[invalid.number - 1]
        values = dict(invalid.values) if isinstance(invalid.values, dict) else {}
        row = table.rows[invalid.number - 1]
        by_title = dict(zip(table.headers, row, strict=True))
        for name, texts in invalid.error_dict.items():
            title = titles.get(name, "")
            value = values.get(name) or by_title.get(title, "")
            for text in texts:
                yield {"row": number, "column": title, "value": str(value)[:200], "reason": str(text)}
    for number, errors in result.row_errors():
        for error in errors:
            yield {"row": table.numbers[number - 1], "column": "", "value": "", "reason": str(error.error)}


def _access(batch: ImportBatch) -> Access:
    access = access_for(batch.created_by, batch.programme.slug)
    if access is None or not may_create(record_kinds[batch.kind], access):
        raise forbidden()
    return access


def batch_stalled(batch: ImportBatch) -> bool:
    """Whether the background work on an import has ended without its end: it can be asked for again."""
    stem = _STEMS.get(BatchState(batch.state))
    return stem is not None and Job.objects.filter(key=f"{stem}:{batch.pk}", state=JobState.FAILED).exists()


def batch_apply(*, batch: ImportBatch, access: Access) -> ImportBatch:
    """Write a checked file: at once when it is short, in the background when it is long.

    Refuses a file with faults and one already written. A fault on the way leaves everything as it was.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        stopped = batch.state == BatchState.APPLYING and batch_stalled(batch)
        if batch.state != BatchState.READY and not stopped:
            raise Refusal(_("This file cannot be imported: %(state)s.") % {"state": batch.get_state_display()})
        batch.state, batch.message = BatchState.APPLYING, ""
        batch.save(update_fields=["state", "message"])
        if batch.total > settings.IMPORT_BACKGROUND_ROWS:
            job_enqueue(
                kind="records.apply", key=f"apply:{batch.pk}", arguments={"batch": str(batch.pk)}, actor=access.user
            )
            return batch
        _apply(batch, access, lambda done, total: None)
    batch.refresh_from_db()
    return batch


def _apply(batch: ImportBatch, access: Access, progress: Progress) -> None:
    """Check once more against what is stored now and write all rows in one transaction."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("file", "programme").get(pk=batch.pk)
        if batch.state != BatchState.APPLYING:
            return
        # No other writer may take a code or change a record between the check and the writing.
        counter = codes_lock(batch.programme, record_kinds[batch.kind].prefix)
        table = table_read(file_read(batch.file), batch.file.name)
        resource = _check(batch, access, table, counter)
        if batch.state == BatchState.FAULTY:
            return
        whole = Whole(
            act=f"{batch.kind}.imported",
            subject=f"import:{batch.pk}",
            label=batch.file.name,
            digest=batch.file.sha256,
            detail={"created": batch.created, "changed": batch.changed, "rows": batch.total},
        )
        reason = _("Imported from %(name)s") % {"name": batch.file.name}
        resource.writing.save([ready for _number, ready in resource.ready], reason, whole=whole, progress=progress)
        batch.state, batch.applied_at = BatchState.APPLIED, this_moment()
        batch.save(update_fields=["state", "applied_at"])


def batch_of(access: Access, kind: RecordKind, number: Any) -> ImportBatch | None:
    """One's own import of a kind, or None."""
    return (
        ImportBatch.objects.filter(pk=number, programme=access.programme, kind=kind.slug, created_by=access.user)
        .select_related("file")
        .first()
    )


def _run(batch_id: str, work: Any, *, after_fault: BatchState) -> None:
    """Do the work of a job; what stops it is said in the batch, which then stands where it can go on from."""
    batch = ImportBatch.objects.select_related("file", "programme", "created_by").get(pk=batch_id)
    rows = ImportBatch.objects.filter(pk=batch.pk)
    with translation.override(batch.language):
        try:
            work(batch, _access(batch))
        except (Refusal, ValidationError) as refusal:
            rows.update(state=BatchState.FAILED, message=str(refusal))
        except Exception:
            text = _("The portal stopped because of an internal error. Nothing was written; please try again.")
            rows.update(state=after_fault, message=text)
            raise


@job("records.check")
def check_job(arguments: dict[str, str], progress: Progress) -> None:
    """Check a long file."""

    def work(batch: ImportBatch, access: Access) -> None:
        progress(0, batch.total)
        if batch.state == BatchState.CHECKING:
            _check(batch, access, table_read(file_read(batch.file), batch.file.name))
        progress(batch.total, batch.total)

    _run(arguments["batch"], work, after_fault=BatchState.FAILED)


@job("records.apply")
def apply_job(arguments: dict[str, str], progress: Progress) -> None:
    """Write a long file."""
    _run(arguments["batch"], lambda batch, access: _apply(batch, access, progress), after_fault=BatchState.READY)
