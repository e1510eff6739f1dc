import pytest
pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]
def test_a(specification):
    r = specification.submit()
    specification.approve(r)
    assert r.state == "approved"
@pytest.mark.django_db(transaction=True)
def test_b(specification, stub_pdf):
    r = specification.submit()
    specification.approve(r)
    assert r.state == "approved"
    assert r.renderings.count() == 1, list(r.renderings.all())
@pytest.mark.django_db(transaction=True)
def test_c(specification, stub_pdf):
    r = specification.submit()
