"""Departments and people from a table: checked row by row, then written all together or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from governance_app.base.histories import written_by
from governance_app.base.tabular import Table, text_plain
from governance_app.errors import Header, Invalid, Taken, TooLong
from governance_app.ledger.services import ledger_append
from governance_app.people.acts import DEPARTMENTS_ENTERED, PEOPLE_ENTERED
from governance_app.people.models import Department, User

Faulty = Invalid.coded("faulty")

#: Rows a file may have: so many are checked while one waits.
MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: the field it fills, its title, and what it takes."""

    name: str
    title: str | Promise
    hint: str | Promise
    required: bool = False


@dataclass(frozen=True, slots=True)
class TableKind:
    """What a table holds: departments or people."""

    code: str
    title: str | Promise
    model: type[models.Model]
    key: str
    columns: tuple[TableColumn, ...]


DEPARTMENTS = TableKind(
    "departments",
    gettext_lazy("Departments"),
    Department,
    "code",
    (
        TableColumn(
            "code",
            pgettext_lazy("department", "Code"),
            gettext_lazy("One that no other department has."),
            required=True,
        ),
        TableColumn("name", gettext_lazy("Name"), "", required=True),
        TableColumn(
            "parent",
            gettext_lazy("Parent department"),
            gettext_lazy("Its code; it may stand further down in the file."),
        ),
    ),
)
PEOPLE = TableKind(
    "people",
    pgettext_lazy("directory", "People"),
    User,
    "username",
    (
        TableColumn(
            "username",
            gettext_lazy("User name"),
            gettext_lazy("What one signs in with; nobody else has it."),
            required=True,
        ),
        TableColumn(
            "display_name", pgettext_lazy("person", "Name"), gettext_lazy("What pages and papers show."), required=True
        ),
        TableColumn("employee_number", gettext_lazy("Employee number"), gettext_lazy("Nobody else has it.")),
        TableColumn("email", gettext_lazy("Email"), gettext_lazy("The first password is set by a mail to it.")),
        TableColumn("mobile", gettext_lazy("Mobile"), ""),
        TableColumn("department", gettext_lazy("Department"), gettext_lazy("Its code.")),
    ),
)
TABLES = {kind.code: kind for kind in (DEPARTMENTS, PEOPLE)}


@dataclass
class Row:
    """A row of the file: its number, what it holds, what is wrong with it, and whether it stands already."""

    number: int
    values: dict[str, str]
    faults: list[str] = field(default_factory=list)
    stands: bool = False


def table_check(kind: TableKind, table: Table) -> list[Row]:
    """The rows with their faults; nothing is written.

    Refuses columns that are unknown or missing, and more rows than can be checked at once. A row equal to what stands
    is left alone; one that differs from it is at fault: a file changes nobody's account.
    """
    places = _places(kind, table.headers)
    if len(table.rows) > MOST_ROWS:
        raise TooLong(_("The file has more than %(most)s rows.") % {"most": MOST_ROWS})
    rows = [
        Row(
            number,
            {
                column.name: text_plain(cells[places[column.name]]).strip()
                for column in kind.columns
                if column.name in places
            },
        )
        for number, cells in zip(table.numbers, table.rows, strict=True)
    ]
    known = {row.code: row for row in Department.objects.select_related("parent")}
    standing: Mapping[str, Any] = known
    if kind is PEOPLE:
        names = [row.values["username"] for row in rows]
        standing = {row.username: row for row in User.objects.filter(username__in=names).select_related("department")}
    codes = known.keys() | {row.values["code"] for row in rows if kind is DEPARTMENTS}
    seen: dict[str, int] = {}
    for row in rows:
        key = row.values[kind.key]
        if key and key in seen:
            row.faults.append(_("“%(key)s” stands in row %(row)s already.") % {"key": key, "row": seen[key]})
        seen.setdefault(key, row.number)
        row.faults += _faults(kind, row, codes)
        there = standing.get(key)
        if there is not None and not row.faults:
            row.stands = all(_text(there, name) == value for name, value in row.values.items())
            if not row.stands:
                row.faults.append(
                    _("“%(key)s” already exists with other values; change it in the administration.") % {"key": key}
                )
    if kind is PEOPLE:
        _numbers_unique(rows)
    else:
        _no_circle(rows, known)
    return rows


def _places(kind: TableKind, headers: list[str]) -> dict[str, int]:
    called: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            called |= {str(column.title).casefold(): column.name for column in kind.columns}
    called |= {column.name: column.name for column in kind.columns}
    places: dict[str, int] = {}
    for place, header in enumerate(headers):
        name = called.get(header.casefold())
        if name is None or name in places:
            raise Header(_("The column “%(name)s” is not known here.") % {"name": header})
        places[name] = place
    for column in kind.columns:
        if column.required and column.name not in places:
            raise Header(_("The column “%(name)s” is missing.") % {"name": column.title})
    return places


def _text(row: Any, name: str) -> str:
    value = getattr(row, name)
    return str(value.code) if isinstance(value, Department) else str(value or "")


def _faults(kind: TableKind, row: Row, codes: Any) -> list[str]:
    """What the row's own values cannot be, and a department that nobody knows."""
    reference = "parent" if kind is DEPARTMENTS else "department"
    code = row.values.get(reference, "")
    faults = [_("There is no department “%(code)s”.") % {"code": code}] if code and code not in codes else []
    titles = {column.name: column.title for column in kind.columns}
    for name, value in row.values.items():
        if name == reference:
            continue
        try:
            kind.model._meta.get_field(name).clean(value, None)  # type: ignore[union-attr]
        except ValidationError as error:
            if value or any(column.required for column in kind.columns if column.name == name):
                faults.append(_("%(name)s: %(text)s") % {"name": titles[name], "text": error.messages[0]})
    return faults


def _numbers_unique(rows: list[Row]) -> None:
    given = {row.values.get("employee_number", "") for row in rows} - {""}
    held = dict(User.objects.filter(employee_number__in=given).values_list("employee_number", "username"))
    for row in rows:
        number = row.values.get("employee_number", "")
        if number and held.get(number, row.values["username"]) != row.values["username"]:
            text = _("Employee number %(number)s belongs to %(who)s.")
            row.faults.append(text % {"number": number, "who": held[number]})
        if number:
            held.setdefault(number, row.values["username"])


def _no_circle(rows: list[Row], known: Mapping[str, Department]) -> None:
    above = {code: row.parent.code if row.parent else "" for code, row in known.items()}
    above |= {row.values["code"]: row.values.get("parent", "") for row in rows if row.values["code"] not in known}
    for row in rows:
        code, passed = row.values["code"], set()
        while code and code not in passed:
            passed.add(code)
            code = above.get(code, "")
        if code:
            row.faults.append(_("The parent departments form a circle."))


@transaction.atomic
def table_write_rows(*, kind: TableKind, table: Table, digest: str, actor: Any) -> int:
    """Write the rows that do not stand yet and give their number; ``digest`` is the file's hash for the ledger.

    Checks the rows again. Refuses, and writes nothing, while one of them is at fault. People get no password and no role.
    """
    rows = table_check(kind, table)
    if any(row.faults for row in rows):
        raise Faulty(_("The file has faulty rows; nothing was written."))
    new = [row for row in rows if not row.stands]
    write: Callable[[list[Row], Any], None] = _departments if kind is DEPARTMENTS else _people
    try:
        with transaction.atomic():
            write(new, actor)
    except IntegrityError as error:
        text = _("Someone has just entered one of these rows; nothing was written.")
        raise Taken(text) from error
    if new:
        ledger_append(
            act=DEPARTMENTS_ENTERED if kind is DEPARTMENTS else PEOPLE_ENTERED,
            subject=f"{kind.code}:{digest[:12]}",
            subject_label=str(kind.title),
            subject_hash=digest,
            actor=actor,
            detail={"rows": len(new), "first": new[0].values[kind.key]},
        )
    return len(new)


def _departments(rows: list[Row], actor: Any) -> None:
    made = {}
    for row in rows:
        made[row.values["code"]] = department = Department(code=row.values["code"], name=row.values["name"])
        written_by(department, actor).save()
    parents = {row.values["parent"] for row in rows if row.values.get("parent")}
    known = {row.code: row for row in Department.objects.filter(code__in=parents)}
    for row in rows:
        if row.values.get("parent"):
            department = made[row.values["code"]]
            department.parent = known[row.values["parent"]]
            department.full_clean()
            written_by(department, actor).save()


def _people(rows: list[Row], actor: Any) -> None:
    known = {row.code: row for row in Department.objects.all()}
    for row in rows:
        values: dict[str, Any] = {name: value for name, value in row.values.items() if name != "department"}
        values["employee_number"] = values.get("employee_number") or None
        user = User(**values, department=known.get(row.values.get("department", "")))
        user.set_unusable_password()
        user.save()
