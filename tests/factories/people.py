"""People and departments, made directly."""

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from governance_app.people.models import Department, User

PASSWORD = "an-honest-password"
_HASHES: dict[str, str] = {}


def hashed(password: str) -> str:
    """The password's hash, taken once for all people of a test run."""
    if password not in _HASHES:
        _HASHES[password] = make_password(password)
    return _HASHES[password]


class DepartmentFactory(DjangoModelFactory):
    """A department."""

    class Meta:
        model = Department

    code = factory.Sequence(lambda n: f"D-{n:03d}")
    name = factory.Sequence(lambda n: f"第{n}部")


class UserFactory(DjangoModelFactory):
    """A person who signs in with ``PASSWORD``."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n:03d}")
    display_name = factory.Sequence(lambda n: f"用户{n:03d}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.com")
    password = factory.LazyFunction(lambda: hashed(PASSWORD))
