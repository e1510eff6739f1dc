"""The pack of a gate: papers, minutes, frozen findings and votes; whatever is tampered with is named."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from governance_app.errors import Refusal
from governance_app.files.services import file_read
from governance_app.gates.models import GateReview
from governance_app.jobs.models import Job
from governance_app.programmes.models import ProgrammePhase
from governance_app.proof import verify
from governance_app.proof.models import EvidencePack
from governance_app.proof.services import pack_ask
from tests.conftest import Cast, Specification
from tests.gates.conftest import PHASE, Committee
from tests.proof.conftest import Files, Verified, flipped, relisted, rows_of, unzipped, with_rows
from tests.worlds import kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys", "paper", "findings")]

MINUTES = "documents/HC-2026-01-GATE-01-r1"
PAPER = f"{MINUTES}/HC-2026-01-GATE-01-r1-record-zh-hans.pdf"
Tamper = Callable[[Files], Files]


@pytest.fixture
def decided(committee: Committee, specification: Specification, django_capture_on_commit_callbacks: Any) -> GateReview:
    """Gate 1, its specification signed, decided against one voice, its minutes signed."""

    def made() -> int:
        with django_capture_on_commit_callbacks(execute=True):
            revision = specification.submit()
        with django_capture_on_commit_callbacks(execute=True):
            specification.approve(revision)
        review = committee.call()
        for voter in (committee.chair, *committee.members[:2]):
            committee.vote(review, voter)
        committee.vote(review, committee.members[2], "hold", "网络未验收")
        with django_capture_on_commit_callbacks(execute=True):
            minutes = committee.submit_minutes()
        with django_capture_on_commit_callbacks(execute=True):
            committee.sign_minutes(minutes, committee.chair, committee.members[0], committee.members[2])
        return review.pk

    return GateReview.objects.get(pk=kept("decided", made))


@pytest.fixture
def gate_pack(decided: GateReview, cast: Cast, django_capture_on_commit_callbacks: Any) -> Files:
    """The files of its pack, made as by the page: asked for, then done by a worker."""
    with django_capture_on_commit_callbacks(execute=True):
        pack_ask(programme=cast.programme, source="gate", subject=str(decided.pk), actor=cast.owner)
    made = EvidencePack.objects.select_related("file").get()
    assert made.file is not None
    return unzipped(file_read(made.file))


_KNOWN: Files = {}


@pytest.fixture
def known_gate_pack(request: pytest.FixtureRequest) -> Files:
    """The same, made once for the tests that only look at its files."""
    if not _KNOWN:
        _KNOWN.update(request.getfixturevalue("gate_pack"))
    return dict(_KNOWN)


@pytest.mark.postgres_too
def test_it_holds_papers_minutes_findings_votes_and_passes(gate_pack: Files, verified: Verified) -> None:
    specification = "documents/HC-2026-01-REQ-01-r1"
    assert {
        f"{specification}/content.json",
        f"{specification}/HC-2026-01-REQ-01-r1-record-zh-hans.pdf",
        f"{MINUTES}/content.json",
        f"{MINUTES}/signatures.json",
        PAPER,
        "extra/review.json",
        "extra/declared.json",
        "ledger.jsonl",
        "checkpoint.json",
        "verify.py",
    } <= set(gate_pack)
    declared = json.loads(gate_pack[verify.DECLARED])
    assert [row["act"] for row in declared] == ["review.called"] + ["vote.cast"] * 4
    assert declared[0]["declared"]["snapshot"]["findings"]
    assert [row["declared"]["choice"] for row in declared[1:]] == ["go", "go", "go", "hold"]
    assert json.loads(gate_pack["extra/review.json"])["decision"] == "go"
    status, said = verified(gate_pack)
    assert status == 0, said
    assert "第 1 关" in said


def own_place(rows: list[dict[str, Any]], act: str) -> int:
    return next(place for place, row in enumerate(rows) if row.get("entry", {}).get("act") == act)


def field(files: Files) -> Files:
    rows = rows_of(files)
    rows[own_place(rows, "vote.cast")]["entry"]["actor_name"] = "另一人"
    return with_rows(files, rows)


def deletion(files: Files) -> Files:
    rows = rows_of(files)
    del rows[own_place(rows, "vote.cast")]
    return with_rows(files, rows)


def swap(files: Files) -> Files:
    rows = rows_of(files)
    place = own_place(rows, "vote.cast")
    rows[place], rows[place + 1] = rows[place + 1], rows[place]
    return with_rows(files, rows)


def insertion(files: Files) -> Files:
    rows = rows_of(files)
    place = own_place(rows, "vote.cast")
    return with_rows(files, [*rows[: place + 1], rows[place], *rows[place + 1 :]])


def cut_tail(files: Files) -> Files:
    return with_rows(files, rows_of(files)[:-1])


def pdf_byte(files: Files) -> Files:
    return files | {PAPER: flipped(files[PAPER], len(files[PAPER]) // 2)}


@pytest.mark.parametrize("fit", [False, True], ids=["as it is", "manifest made to fit"])
@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (field, (0, "字段被改动")),
        (deletion, (0, "有行被删除")),
        (swap, (0, "次序被调换")),
        (insertion, (1, "重复或插入")),
        (cut_tail, (None, "末尾被截断")),
        (pdf_byte, (0, "字节被改动")),
    ],
    ids=["field", "deletion", "swap", "insertion", "cut tail", "PDF byte"],
)
def test_each_of_six_kinds_of_tampering_is_named_with_its_part(
    known_gate_pack: Files, verified: Verified, tamper: Tamper, found: tuple[int | None, str], fit: bool
) -> None:
    offset, words = found
    rows = rows_of(known_gate_pack)
    place = len(rows) - 1 if offset is None else own_place(rows, "vote.cast") + offset
    changed = tamper(known_gate_pack)
    status, said = verified(relisted(changed) if fit else changed)
    assert status == 1
    assert words in said
    part = PAPER if tamper is pdf_byte else f"ledger.jsonl row {rows[place]['sequence']}"
    assert f"FAIL  {part}" in said


def with_declared(files: Files, change: Callable[[list[dict[str, Any]]], object]) -> Files:
    rows = json.loads(files[verify.DECLARED])
    change(rows)
    return relisted(files | {verify.DECLARED: verify.canonical(rows)})


def forged(rows: list[dict[str, Any]]) -> None:
    rows[4]["declared"]["choice"] = "go"
    rows[4]["hash"] = verify.digest(rows[4]["declared"])


@pytest.mark.parametrize(
    ("change", "part", "words"),
    [
        (lambda rows: rows[4]["declared"].update(choice="go"), " #5 vote.cast", "与其哈希不符"),
        (lambda rows: rows[0]["declared"]["snapshot"]["findings"].pop(), " #1 review.called", "与其哈希不符"),
        (forged, " #5 vote.cast", "账本中没有这一记录"),
        (lambda rows: rows.pop(), "", "缺少账本记录的 vote.cast review:GR-01-1"),
    ],
    ids=["vote changed", "finding removed", "vote forged", "vote left out"],
)
def test_votes_and_findings_are_held_against_the_ledger(
    known_gate_pack: Files, verified: Verified, change: Callable[[Any], object], part: str, words: str
) -> None:
    status, said = verified(with_declared(known_gate_pack, change))
    assert status == 1
    assert f"FAIL  {verify.DECLARED}{part}\n" in said
    assert words in said


def refused(cast: Cast, review: GateReview) -> str:
    with pytest.raises(Refusal) as caught:
        pack_ask(programme=cast.programme, source="gate", subject=str(review.pk), actor=cast.owner)
    assert not EvidencePack.objects.exists()
    return caught.value.code


def test_there_is_none_before_decision_minutes_and_papers(committee: Committee, cast: Cast) -> None:
    review = committee.call()
    assert refused(cast, review) == "not-decided"
    for voter in (committee.chair, *committee.members):
        committee.vote(review, voter)
    assert refused(cast, review) == "no-minutes"
    committee.submit_minutes()
    assert refused(cast, review) == "not-ready"


def test_minutes_of_a_later_review_do_not_stand_for_an_earlier_one(
    decided: GateReview, committee: Committee, cast: Cast
) -> None:
    ProgrammePhase.objects.filter(programme=cast.programme, phase=PHASE).update(state="reopened")
    again = committee.call()
    for voter in (committee.chair, *committee.members):
        committee.vote(again, voter)
    assert refused(cast, again) == "no-minutes"
    made = pack_ask(programme=cast.programme, source="gate", subject=str(decided.pk), actor=cast.owner)
    assert "GR-01-1" in made.title


def test_it_is_offered_on_both_pages_to_those_who_may_take_it(decided: GateReview, cast: Cast, client: Any) -> None:
    slug, segment = cast.programme.slug, PHASE.segment
    address = reverse("gates:evidence", args=[slug, segment, decided.number])
    places = (
        reverse("gates:review", args=[slug, segment, decided.number]),
        reverse("overview:phase", args=[slug, segment]),
    )
    for person, may in ((cast.owner, True), (cast.chair, True), (cast.auditor, True), (cast.it_lead, False)):
        client.force_login(person)
        for place in places:
            assert (f'action="{address}"' in client.get(place).content.decode()) == may, (person, place)
        assert client.post(address).status_code == (302 if may else 404)
    assert client.get(address).status_code in {404, 405}
    assert Job.objects.filter(kind="proof.pack").count() == 3
    client.force_login(cast.owner)
    pack = EvidencePack.objects.get(created_by=cast.owner)
    assert client.post(address).url == reverse("proof:pack", args=[slug, pack.pk]), "asking twice is one pack"


def test_a_refusal_leads_back_to_the_review(committee: Committee, cast: Cast, client: Any) -> None:
    review = committee.call()
    client.force_login(cast.owner)
    address = reverse("gates:evidence", args=[cast.programme.slug, PHASE.segment, review.number])
    answer = client.post(address, follow=True)
    assert answer.redirect_chain[0][0] == reverse("gates:review", args=[cast.programme.slug, PHASE.segment, 1])
    assert "委员会作出决定之前" in str(next(iter(answer.context["messages"])))
