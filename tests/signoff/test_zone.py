"""A signature tells its time in the signer's zone; a zone that does not exist is refused, and never costs a signature."""

import pytest
from django.core.exceptions import ValidationError

from governance_app.people.models import User
from governance_app.signoff.models import Signature
from tests.conftest import Specification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stub_pdf")]


@pytest.mark.parametrize(("zone", "offset"), [("Europe/Berlin", ("+01:00", "+02:00")), ("Nowhere/Land", ("+08:00",))])
def test_it_is_told_in_the_zone_or_the_enterprises(
    specification: Specification, zone: str, offset: tuple[str, ...]
) -> None:
    head = specification.cast.finance_head
    User.objects.filter(pk=head.pk).update(time_zone=zone)
    head.refresh_from_db()
    specification.sign(specification.submit(), head)
    assert Signature.objects.get().signed_at_text.endswith(offset)


def test_a_zone_that_does_not_exist_is_refused(specification: Specification) -> None:
    head = specification.cast.finance_head
    head.time_zone = "Nowhere/Land"
    with pytest.raises(ValidationError) as refused:
        head.full_clean()
    assert list(refused.value.message_dict) == ["time_zone"]
