"""Packs of evidence: complete, telling nothing of others, and every kind of tampering found by their own program."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from governance_app.base.keys import ledger_key
from governance_app.documents.models import Revision
from governance_app.documents.services import revision_revoke
from governance_app.errors import Refusal
from governance_app.files.models import StoredFile
from governance_app.files.services import file_read
from governance_app.ledger.models import Entry
from governance_app.ledger.registry import Act
from governance_app.ledger.services import ledger_append
from governance_app.proof import verify
from governance_app.proof.registry import ExtraFile
from governance_app.proof.services import evidence_pack
from tests.conftest import Cast
from tests.proof.conftest import Files, Verified, flipped, relisted, rows_of, unzipped, with_rows

pytestmark = pytest.mark.django_db

FOLDER = "documents/HC-2026-01-REQ-01-r1"
RECORD = f"{FOLDER}/HC-2026-01-REQ-01-r1-record-zh-hans.pdf"
Tamper = Callable[[Files], Files]


# What is in it


@pytest.mark.postgres_too
def test_it_passes_on_a_python_with_nothing_installed(known_pack: Files, verified: Verified) -> None:
    status, said = verified(known_pack)
    assert status == 0, said
    assert "核验通过" in said
    key = ledger_key()
    assert key is not None
    assert key.id in said
    assert verified(known_pack, "--key", key.id)[0] == 0
    assert verified(known_pack, "--key", key.id[:16])[0] == 0
    for other in ("f" * 64, key.id[:8]):
        status, said = verified(known_pack, "--key", other)
        assert status == 1
        assert "checkpoint.json" in said


def test_it_passes_as_the_zip_it_came_in(approved: Revision, cast: Cast, tmp_path: Path, pack: Files) -> None:
    stored = evidence_pack(programme=cast.programme, revisions=[approved], title="证据包")
    (tmp_path / "pack.zip").write_bytes(file_read(stored))
    assert verify.main([str(tmp_path / "pack.zip")]) == 0
    assert verify.main([str(tmp_path / "missing.zip")]) == 2
    (tmp_path / "broken.zip").write_bytes(b"PK nonsense")
    assert verify.main([str(tmp_path / "broken.zip")]) == 2


@pytest.mark.postgres_too
def test_it_holds_papers_content_signatures_ledger_and_checkpoint(pack: Files, approved: Revision) -> None:
    assert set(pack) == {
        "README.txt",
        "verify.py",
        "manifest.json",
        "manifest.sig",
        "checkpoint.json",
        "ledger.jsonl",
        "seal.pem",
        f"{FOLDER}/content.json",
        f"{FOLDER}/revision.json",
        f"{FOLDER}/signatures.json",
        RECORD,
        f"{FOLDER}/HC-2026-01-REQ-01-r1-signing-zh-hans.pdf",
    }
    assert pack[f"{FOLDER}/content.json"] == approved.body.encode()
    assert len(json.loads(pack[f"{FOLDER}/signatures.json"])) == 3
    assert pack["verify.py"] == Path(verify.__file__).read_bytes()
    readme = pack["README.txt"].decode()
    assert "python3 verify.py" in readme
    assert "&" not in readme.replace("&amp;", "&&") or "&amp;" not in readme
    for name in pack:
        if name not in {"README.txt", "manifest.json", "manifest.sig"}:
            assert name in readme


@pytest.mark.postgres_too
def test_rows_of_others_bind_the_chain_and_tell_nothing(approved: Revision, cast: Cast, verified: Verified) -> None:
    secret = {"subject": "thing:秘密", "subject_label": "绝密事项", "detail": {"who": "外人"}}
    ledger_append(act=Act("test.secret", ""), programme=cast.other_programme.slug, actor=cast.stranger, **secret)
    ledger_append(act=Act("test.global", ""), **secret)
    ledger_append(act=Act("test.own", ""), subject="thing:own", programme=cast.programme.slug)
    stored = evidence_pack(programme=cast.programme, revisions=[approved], title="证据包")
    files = unzipped(file_read(stored))
    whole = b"".join(files.values())
    for word in (
        "秘密",
        "绝密事项",
        "test.secret",
        "test.global",
        cast.other_programme.slug,
        cast.stranger.display_name,
    ):
        assert word.encode() not in whole, word
    rows = rows_of(files)
    own = [row for row in rows if "entry" in row]
    others = [row for row in rows if "entry" not in row]
    assert others
    assert {row["entry"]["programme"] for row in own} == {cast.programme.slug}
    assert all(set(row) == {"sequence", "previous_hash", "hash", "digest"} for row in others)
    assert [row["sequence"] for row in rows] == list(range(rows[0]["sequence"], rows[-1]["sequence"] + 1))
    assert verified(files)[0] == 0


def test_digests_of_rows_that_say_the_same_differ(cast: Cast) -> None:
    """Otherwise a row that is not shown could be found by trying what it might say."""
    from governance_app.ledger.rules import content_digest  # noqa: PLC0415 - only here

    rows = [ledger_append(act=Act("test.done", ""), subject="thing:1") for _n in range(2)]
    for row in rows:
        row.time = "2026-11-24T09:00:00.000000+00:00"
    assert content_digest(rows[0]) != content_digest(rows[1])


@pytest.mark.postgres_too
def test_it_is_recorded_in_the_ledger(pack: Files, cast: Cast) -> None:
    row = Entry.objects.filter(act="evidence.packed").get()
    assert row.actor_id == cast.owner.pk
    assert row.subject_hash == StoredFile.objects.get(media_type="application/zip").sha256


def test_files_of_the_sources_own_are_listed_and_checked(approved: Revision, cast: Cast, verified: Verified) -> None:
    stored = evidence_pack(
        programme=cast.programme,
        revisions=[approved],
        title="关口 1",
        extra_files=[ExtraFile("findings.json", b'{"met":1}')],
    )
    files = unzipped(file_read(stored))
    assert verified(files)[0] == 0
    status, said = verified(files | {"extra/findings.json": b'{"met":2}'})
    assert status == 1
    assert "extra/findings.json" in said


def test_without_a_key_there_is_none(approved: Revision, cast: Cast, settings: Any) -> None:
    settings.KEYS_MAKE = False
    with pytest.raises(Refusal) as caught:
        evidence_pack(programme=cast.programme, revisions=[approved], title="x")
    assert caught.value.code == "no-key"


# Six kinds of tampering, each as it is and with a manifest made to fit


def own_place(rows: list[dict[str, Any]], act: str) -> int:
    return next(place for place, row in enumerate(rows) if row.get("entry", {}).get("act") == act)


def field(files: Files) -> Files:
    rows = rows_of(files)
    rows[own_place(rows, "signature.given")]["entry"]["actor_name"] = "另一人"
    return with_rows(files, rows)


def deletion(files: Files) -> Files:
    rows = rows_of(files)
    del rows[own_place(rows, "revision.submitted")]
    return with_rows(files, rows)


def swap(files: Files) -> Files:
    rows = rows_of(files)
    place = own_place(rows, "signature.given")
    rows[place], rows[place + 1] = rows[place + 1], rows[place]
    return with_rows(files, rows)


def rehashed(row: dict[str, Any]) -> dict[str, Any]:
    content = verify.digest(row["entry"]) if "entry" in row else row["digest"]
    parts = {"sequence": row["sequence"], "previous_hash": row["previous_hash"], "content": content}
    return row | {"hash": verify.digest(parts)}


def insertion(files: Files) -> Files:
    rows = rows_of(files)
    place = own_place(rows, "signature.given")
    forged = json.loads(json.dumps(rows[place]))
    forged["sequence"], forged["previous_hash"] = rows[place]["sequence"] + 1, rows[place]["hash"]
    forged["entry"]["actor_name"] = "另一人"
    return with_rows(files, [*rows[: place + 1], rehashed(forged), *rows[place + 1 :]])


def cut_tail(files: Files) -> Files:
    return with_rows(files, rows_of(files)[:-2])


def pdf_byte(files: Files) -> Files:
    return files | {RECORD: flipped(files[RECORD], len(files[RECORD]) // 2)}


@pytest.mark.parametrize("fit", [False, True], ids=["as it is", "manifest made to fit"])
@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (field, ("signature.given", 0, "字段被改动")),
        (deletion, ("revision.submitted", 0, "有行被删除")),
        (swap, ("signature.given", 0, "次序被调换")),
        (insertion, ("signature.given", 2, "重复或插入")),
        (cut_tail, ("", -1, "末尾被截断")),
        (pdf_byte, ("", 0, "字节被改动")),
    ],
    ids=["field", "deletion", "swap", "insertion", "cut tail", "PDF byte"],
)
def test_each_kind_of_tampering_is_named_with_its_part(
    known_pack: Files, verified: Verified, tamper: Tamper, found: tuple[str, int, str], fit: bool
) -> None:
    act, offset, words = found
    rows = rows_of(known_pack)
    changed = relisted(tamper(known_pack)) if fit else tamper(known_pack)
    status, said = verified(changed)
    assert status == 1
    assert words in said
    if tamper is pdf_byte:
        assert f"FAIL  {RECORD}" in said
    else:
        place = own_place(rows, act) + offset if act else len(rows) - 1 + offset
        assert f"FAIL  ledger.jsonl row {rows[place]['sequence']}" in said
    if fit:
        assert "FAIL  manifest.json" in said, "the signature over the manifest cannot be made to fit"


# More of what can be tried


def test_an_inserted_row_with_all_rows_after_it_made_anew_is_found(known_pack: Files, verified: Verified) -> None:
    rows = rows_of(known_pack)
    place = own_place(rows, "signature.given")
    made = [*rows[:place], json.loads(json.dumps(rows[place])), *rows[place:]]
    made[place]["entry"]["actor_name"] = "另一人"
    for number in range(place, len(made)):
        made[number]["sequence"] = rows[0]["sequence"] + number
        made[number]["previous_hash"] = made[number - 1]["hash"]
        made[number] = rehashed(made[number])
    status, said = verified(relisted(with_rows(known_pack, made)))
    assert status == 1
    assert f"ledger.jsonl row {rows_of(known_pack)[-1]['sequence'] + 1}" in said
    assert "超出检查点" in said


def test_a_changed_row_with_all_rows_after_it_made_anew_is_found(known_pack: Files, verified: Verified) -> None:
    rows = rows_of(known_pack)
    place = own_place(rows, "signature.given")
    rows[place]["entry"]["actor_name"] = "另一人"
    for number in range(place, len(rows)):
        rows[number]["previous_hash"] = rows[number - 1]["hash"]
        rows[number] = rehashed(rows[number])
    status, said = verified(relisted(with_rows(known_pack, rows)))
    assert status == 1
    assert "账本被改写" in said


@pytest.mark.postgres_too
def test_a_change_cannot_hide_behind_a_row_of_others(approved: Revision, cast: Cast, verified: Verified) -> None:
    """Bound by its digest, a row that is not shown still holds on to the row before it."""
    ledger_append(act=Act("test.own", ""), subject="thing:own", programme=cast.programme.slug)
    ledger_append(act=Act("test.other", ""), subject="thing:other", programme=cast.other_programme.slug)
    stored = evidence_pack(programme=cast.programme, revisions=[approved], title="证据包")
    files = unzipped(file_read(stored))
    rows = rows_of(files)
    place = own_place(rows, "test.own")
    rows[place]["entry"]["subject"] = "thing:forged"
    rows[place] = rehashed(rows[place])
    rows[place + 1]["previous_hash"] = rows[place]["hash"]
    status, said = verified(relisted(with_rows(files, rows)))
    assert status == 1
    assert f"ledger.jsonl row {rows[place + 1]['sequence']}" in said


def test_a_row_of_ones_own_cannot_pass_as_another_programmes(known_pack: Files, verified: Verified) -> None:
    rows = rows_of(known_pack)
    place = (
        own_place(rows, "member.added")
        if any(row.get("entry", {}).get("act") == "member.added" for row in rows)
        else own_place(rows, "revision.submitted")
    )
    entry = rows[place].pop("entry")
    rows[place]["digest"] = verify.digest(entry)
    status, said = verified(with_rows(known_pack, rows))
    assert status == 1
    assert "FAIL  ledger.jsonl" in said
    assert "FAIL  manifest.json" in verified(relisted(with_rows(known_pack, rows)))[1]


@pytest.mark.postgres_too
def test_an_older_checkpoint_with_a_shorter_ledger_is_found(approved: Revision, cast: Cast, verified: Verified) -> None:
    early = evidence_pack(programme=cast.programme, revisions=[approved], title="证据包")
    old = unzipped(file_read(early))
    ledger_append(act=Act("test.own", ""), subject="thing:own", programme=cast.programme.slug)
    late = unzipped(file_read(evidence_pack(programme=cast.programme, revisions=[approved], title="证据包")))
    mixed = late | {name: old[name] for name in ("checkpoint.json", "ledger.jsonl")}
    status, said = verified(relisted(mixed))
    assert status == 1
    assert "FAIL  manifest.json" in said


def changed_json(files: Files, name: str, change: Callable[[Any], None]) -> Files:
    data = json.loads(files[name])
    change(data)
    return relisted(files | {name: verify.canonical(data)})


@pytest.mark.parametrize(
    ("name", "change", "part"),
    [
        ("signatures.json", lambda rows: rows[1]["signed"].update(meaning="disapproval"), "signatures.json #2"),
        ("signatures.json", lambda rows: rows[1]["signed"].update(signer_name="另一人"), "signatures.json #2 另一人"),
        ("signatures.json", lambda rows: rows.pop(1), "signatures.json\n"),
        ("signatures.json", lambda rows: rows.append(rows[0] | {"hash": "0" * 64}), "signatures.json #4"),
        ("revision.json", lambda data: data["round"]["policy"]["groups"][0].update(need=1), "revision.json"),
        ("revision.json", lambda data: data.update(revision=2), "revision.json"),
        ("revision.json", lambda data: data.update(revision_sha256="0" * 64), "revision.json"),
        ("content.json", lambda data: data.update(extra="x"), "content.json"),
    ],
)
def test_each_part_of_a_revision_is_checked(
    known_pack: Files, verified: Verified, name: str, change: Callable[[Any], None], part: str
) -> None:
    status, said = verified(changed_json(known_pack, f"{FOLDER}/{name}", change))
    assert status == 1
    assert f"FAIL  {FOLDER}/{part}" in said


@pytest.mark.postgres_too
def test_a_signature_taken_back_is_in_it_and_checked(
    approved: Revision, cast: Cast, verified: Verified, django_capture_on_commit_callbacks: Any
) -> None:
    signature = approved.round.signatures.get(signer=cast.finance_head)
    with django_capture_on_commit_callbacks(execute=True):
        revision_revoke(signature=signature, user=cast.finance_head, reason="数字有误", method="password")
    approved.refresh_from_db()
    files = unzipped(file_read(evidence_pack(programme=cast.programme, revisions=[approved], title="证据包")))
    assert verified(files)[0] == 0
    name = f"{FOLDER}/signatures.json"
    place = next(number for number, row in enumerate(json.loads(files[name])) if row["revoked"])

    def reworded(rows: Any) -> None:
        rows[place]["revoked"]["declared"]["reason"] = "另一理由"

    def hidden(rows: Any) -> None:
        rows[place]["revoked"] = None

    for change, part in ((reworded, f"signatures.json #{place + 1}"), (hidden, "signatures.json\n")):
        status, said = verified(changed_json(files, name, change))
        assert status == 1
        assert f"FAIL  {FOLDER}/{part}" in said


def test_a_paper_of_another_revision_is_found(known_pack: Files, verified: Verified) -> None:
    """A PDF whose hash the ledger knows, in the place of another."""
    other = f"{FOLDER}/HC-2026-01-REQ-01-r1-signing-zh-hans.pdf"
    status, said = verified(known_pack | {RECORD: known_pack[other]})
    assert status == 1
    assert RECORD in said


@pytest.mark.parametrize("name", ["checkpoint.json", "manifest.json", "manifest.sig", "ledger.jsonl"])
@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff\xfe", b"[" * 5000, b'{"a":1,"a":2}'])
def test_ruined_files_are_faults_and_no_crash(known_pack: Files, verified: Verified, name: str, data: bytes) -> None:
    status, said = verified(known_pack | {name: data})
    assert status == 1
    assert "FAIL" in said


def test_missing_and_added_files_are_named(known_pack: Files, verified: Verified) -> None:
    files = {name: data for name, data in known_pack.items() if name != RECORD} | {"more.txt": b"x", ".DS_Store": b"x"}
    status, said = verified(files)
    assert status == 1
    assert f"FAIL  {RECORD}" in said
    assert "FAIL  more.txt" in said
    assert ".DS_Store" not in said, "what a desktop leaves in a folder is no evidence and no fault"
