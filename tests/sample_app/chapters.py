"""What the sample's programme lives through; see ``story``."""

import sys
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client

from governance_app.documents import rendering
from governance_app.documents.models import Revision
from governance_app.documents.services import revision_sign, revision_submit
from governance_app.errors import Refusal
from governance_app.gates.selectors import findings_of
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.ledger.triggers import triggers_install
from governance_app.phases import Phase
from governance_app.programmes.selectors import access_for
from governance_app.programmes.states import Role
from governance_app.records.services import record_create, record_remove, record_revise
from governance_app.signoff.services.rounds import challenge_issue
from tests.factories.people import UserFactory
from tests.factories.programmes import MembershipFactory, ProgrammeFactory
from tests.sample_app.documents import LIST
from tests.sample_app.kinds import BOOKS, SHELVES

STUB_PDF = b"%PDF-1.7 stands for a paper where the paper is not what is tested"


def tell() -> dict[str, Any]:
    """Records with their pages, history and links; a document signed; a gate judged; the ledger whole."""
    rendering.revision_pdf = lambda *args: STUB_PDF
    found: dict[str, Any] = {}
    call_command("check", fail_level="WARNING")
    call_command("migrate", run_syncdb=True, verbosity=0)
    triggers_install(connection)
    programme = ProgrammeFactory(code="SMP-01", slug="sample")
    manager, chair = UserFactory(username="manager"), UserFactory(username="chair")
    for user, role in ((manager, Role.PMO), (chair, Role.CHAIR)):
        MembershipFactory(programme=programme, user=user, role=role)
    access = access_for(manager, "sample")
    shelf = record_create(kind=SHELVES, access=access, values={"name": "North"})
    book = record_create(kind=BOOKS, access=access, values={"name": "Gates", "shelf": shelf, "pages": 0})
    found["codes"] = [shelf.code, book.code]

    def refused() -> str:
        try:
            record_remove(kind=SHELVES, access=access, code=shelf.code, version=1, reason="")
        except Refusal as refusal:
            return str(refusal)
        return ""

    found["removal refused"] = book.code in refused()
    found["gate before"] = [str(row.finding.state) for row in findings_of(programme, Phase.REQUIREMENTS)]
    record_revise(kind=BOOKS, access=access, code=book.code, values={"pages": 7}, version=1)
    found["gate after"] = [str(row.finding.state) for row in findings_of(programme, Phase.REQUIREMENTS)]

    revision = revision_submit(programme=programme, kind=LIST, actor=manager)
    revision_sign(
        revision=revision,
        user=chair,
        token=challenge_issue(round_=revision.round, user=chair)["approval"],
        content_hash=revision.content_hash,
        reason="",
        method="password",
    )
    found["document"] = str(Revision.objects.get().state)

    client = Client()
    client.force_login(manager)
    base = "/programmes/sample/"
    pages = [base, f"{base}1-requirements/", f"{base}documents/", f"{base}documents/list-of-books/", f"{base}ledger/"]
    pages += [BOOKS.url("sample"), f"{BOOKS.url('sample')}{book.code}/", f"{SHELVES.url('sample')}{shelf.code}/"]
    pages += [f"{BOOKS.url('sample')}new/", f"{BOOKS.url('sample')}{book.code}/history/", "/", "/search/?q=Gates"]
    pages += [f"/api/v1/programmes/sample/books/{book.code}/"]
    found["pages"] = {url: client.get(url).status_code for url in pages}
    found["shelf names book"] = book.code in client.get(f"{SHELVES.url('sample')}{shelf.code}/").content.decode()
    found["acts"] = list(Entry.objects.values_list("act", flat=True))
    found["ledger"] = ledger_break() is None
    found["phases"] = sorted(name for name in sys.modules if name.partition(".")[0] == "requirements_app")
    return found
