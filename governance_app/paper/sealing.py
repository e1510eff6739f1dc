"""The organisation seal on PDFs (PAdES), set and checked: the only module that knows pyHanko.

The seal is an organisation's: it says that a paper was issued here and has not been altered since. It is a certifying
signature over the whole file that allows no later change.
"""

import asyncio
import hashlib
import io
import re
from collections.abc import Callable, Collection, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from asn1crypto import cms
from pyhanko.pdf_utils import content, layout
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError, extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.stamp import StaticStampStyle

from governance_app.base.keys import SealKey, seal_key

T = TypeVar("T")

#: The named place on a paper whose top left corner is the seal's, and its size in millimetres (``.seal .box`` in paper.css).
PLACE = "seal"
WIDTH_MM, HEIGHT_MM = 58, 40
_MM = 72 / 25.4
_FIELD = "Seal"
_DIGEST = "sha256"


@dataclass(frozen=True, slots=True)
class Seal:
    """The seal an installation sets: whose it is, and its certificate named by the SHA-256 of its bytes."""

    subject: str
    fingerprint: str
    certificate: bytes
    expires: datetime
    development: bool


@dataclass(frozen=True, slots=True)
class SealCheck:
    """What a file's seal says: none, broken, foreign (another's, or unknown), or holds; and whose it is."""

    state: str
    fingerprint: str = ""


def seal_current() -> Seal | None:
    """The seal of this installation, or None where no key is set up.

    Raises ``ValueError`` when the key file cannot be opened with the passphrase.
    """
    key = seal_key()
    return _opened(key)[1] if key is not None else None


def seal_apply(data: bytes, *, reason: str) -> bytes:
    """The PDF sealed: visibly at the place named ``seal``, or invisibly where it has none.

    Nothing before the end of ``data`` is changed, its metadata included; the seal is appended. Refuses
    (``ValueError``) without a key, and a file that bears a signature already.
    """
    key = seal_key()
    if key is None:
        raise ValueError("no seal is set up")
    signer, seal = _opened(key)
    writer = _Writer(io.BytesIO(data))
    if "/AcroForm" in writer.prev.root:
        raise ValueError("the file bears a signature already")
    place = _place(writer)
    pdf_signer = signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=_FIELD,
            md_algorithm=_DIGEST,
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            name=seal.subject,
            reason=reason,
        ),
        signer=signer,
        stamp_style=_mark() if place else None,
        new_field_spec=fields.SigFieldSpec(
            _FIELD,
            on_page=place[0] if place else 0,
            box=place[1] if place else None,
            readable_field_name=seal.subject,
        ),
    )
    sealed = _finished(lambda: pdf_signer.async_sign_pdf(writer))
    result: bytes = sealed.getvalue()
    return result


def seal_check(data: bytes, *, trusted: Collection[str]) -> SealCheck:
    """Whether a file bears a seal that holds, set with one of the ``trusted`` certificates.

    Stricter than a PDF reader: exactly one signature over the whole file, from its first byte to its last, with
    nothing but the signature itself in its gap. The file is not parsed as a PDF, so a hostile one costs nothing.
    """
    found = _BYTE_RANGE.findall(data)
    if not found:
        return SealCheck("none")
    if len(found) != 1:
        return SealCheck("broken")
    start, before, after, rest = (int(number) for number in found[0])
    if start != 0 or after + rest != len(data) or not before < after:
        return SealCheck("broken")
    gap = _HEX.fullmatch(data, before, after)
    if gap is None:
        return SealCheck("broken")
    try:
        return _checked(bytes.fromhex(gap[1].decode()), data[:before] + data[after:], trusted)
    except Exception:  # noqa: BLE001 - whatever the parser makes of bytes from a stranger, they are no seal of ours
        return SealCheck("broken")


_BYTE_RANGE = re.compile(
    rb"/ByteRange\s{0,8}\[\s{0,8}(\d{1,12})\s{1,8}(\d{1,12})\s{1,8}(\d{1,12})\s{1,8}(\d{1,12})\s{0,80}\]"
)
_HEX = re.compile(rb"<((?:[0-9A-F]{2})+)>")


def _checked(signature: bytes, signed: bytes, trusted: Collection[str]) -> SealCheck:
    info = cms.ContentInfo.load(signature)
    # Beyond the signature the gap is filled with noughts: anything else was put there later.
    if any(signature[len(info.dump()) :]):
        return SealCheck("broken")
    signed_data = info["content"]
    signer = extract_signer_info(signed_data)
    certificate = extract_certificate_info(signed_data).signer_cert
    if signer["digest_algorithm"]["algorithm"].native != _DIGEST or not signer["signed_attrs"]:
        return SealCheck("broken")
    intact, valid = validate_sig_integrity(signer, certificate, "data", hashlib.new(_DIGEST, signed).digest())
    if not (intact and valid):
        return SealCheck("broken")
    fingerprint = certificate.sha256.hex()
    return SealCheck("holds" if fingerprint in trusted else "foreign", fingerprint)


class _Writer(IncrementalPdfFileWriter):
    """Appends to a PDF and leaves its metadata alone: they tell of the paper, and stay valid for PDF/A as they are."""

    def _update_meta(self) -> None:
        pass


def _opened(key: SealKey) -> tuple[signers.SimpleSigner, Seal]:
    try:
        signer = signers.SimpleSigner.load_pkcs12_data(key.pkcs12, other_certs=[], passphrase=key.passphrase)
    except (SigningError, ValueError) as fault:
        raise ValueError("the seal's key file cannot be opened with the passphrase given") from fault
    certificate = signer.signing_cert
    if certificate is None:
        raise ValueError("the seal's key file holds no certificate")
    seal = Seal(
        subject=str(certificate.subject.native.get("common_name", certificate.subject.human_friendly)),
        fingerprint=certificate.sha256.hex(),
        certificate=certificate.dump(),
        expires=certificate.not_valid_after,
        development=key.development,
    )
    return signer, seal


def _place(writer: IncrementalPdfFileWriter) -> tuple[int, tuple[int, int, int, int]] | None:
    """Page and box of the seal's place, from the paper's named places."""
    root = writer.prev.root
    try:
        named = root["/Names"]["/Dests"]["/Names"]
    except KeyError:
        return None
    for index in range(0, len(named), 2):
        if str(named[index]) == PLACE:
            spot = named[index + 1]
            page, left, top = spot.raw_get(0), float(spot[2]), float(spot[3])
            pages = root["/Pages"]["/Kids"]
            numbers = [pages.raw_get(number).idnum for number in range(len(pages))]
            right, bottom = left + WIDTH_MM * _MM, top - HEIGHT_MM * _MM
            # Whole points: the library writes them as they come, and says it wants whole ones.
            return numbers.index(page.idnum), (round(left), round(bottom), round(right), round(top))
    return None


@lru_cache(maxsize=1)
def _mark() -> StaticStampStyle:
    """What the seal draws into its box: a frame, and the gate at the foot. The words stand on the paper itself."""
    width, height = WIDTH_MM * _MM, HEIGHT_MM * _MM
    side = 13 * _MM
    scale = side / 32
    left, top = width - side - 3 * _MM, side + 3 * _MM
    drawing = (
        f"q 0.059 0.298 0.310 RG 0.059 0.298 0.310 rg 1.2 w 0.6 0.6 {width - 1.2:.3f} {height - 1.2:.3f} re S "
        f"0.4 w 2.6 2.6 {width - 5.2:.3f} {height - 5.2:.3f} re S "
        f"q {scale:.5f} 0 0 {-scale:.5f} {left:.3f} {top:.3f} cm 2 w 1 j "
        "6.5 12.5 m 25.5 12.5 l 28 31 l 4 31 l h S "
        "1.5 10.5 m 4.9 10.1 7.3 8.1 8.2 5 c 23.8 5 l 24.7 8.1 27.1 10.1 30.5 10.5 c 28.5 13 l 3.5 13 l h B "
        "11 31 m 11 23.5 l 11 20.74 13.24 18.5 16 18.5 c 18.76 18.5 21 20.74 21 23.5 c 21 31 l S Q Q"
    )
    return StaticStampStyle(
        border_width=0,
        background=content.RawContent(drawing.encode(), box=layout.BoxConstraints(width=width, height=height)),
        background_opacity=1.0,
        background_layout=layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MIN,
            y_align=layout.AxisAlignment.ALIGN_MIN,
            margins=layout.Margins(0, 0, 0, 0),
        ),
    )


def _finished(begin: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """The result of a coroutine, in a thread of its own where this one has a loop running already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(begin())
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(lambda: asyncio.run(begin())).result()
