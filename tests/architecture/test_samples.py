"""Every kind of record has a sample, from which the generic tests make their records."""

import pytest

from governance_app.records.registry import record_kinds
from tests.conftest import Cast
from tests.samples import sample_of, sample_written, samples


def test_every_kind_has_its_sample():
    assert set(samples()) == set(record_kinds.codes())


@pytest.mark.django_db
def test_every_sample_is_written_with_all_it_says(cast: Cast):
    """Whatever it refers to is there or written first; each field keeps what was typed."""
    access, faults = cast.access(cast.owner), []
    for kind in record_kinds:
        record = sample_written(kind, access)
        for name, typed in sample_of(kind).items():
            field, value = kind.field(name), getattr(record, name)
            wanted = len(typed) if field.many_to_many else typed if field.is_relation else field.to_python(typed)
            if field.many_to_many:
                value = value.count()
            elif field.is_relation:
                value = getattr(value, "code", None) or value.username
            if value != wanted:
                faults.append(f"{kind.slug}.{name}: {value!r} instead of {wanted!r}")
        # Not the title alone: a sample that leaves out what the form asks for tests little.
        asked = {name for name in kind.fields if not kind.field(name).blank}
        faults += [f"{kind.slug} lacks {name}" for name in sorted(asked - sample_of(kind).keys())]
    assert not faults, "\n".join(faults)
