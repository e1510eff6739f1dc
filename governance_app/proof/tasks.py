"""Making packs in the background, and the packs about a single revision."""

from django.utils.translation import gettext as _

from governance_app.documents.models import Revision
from governance_app.documents.registry import document_kinds
from governance_app.documents.selectors import rendering_of, revisions_of
from governance_app.documents.services import revision_title
from governance_app.documents.states import RevisionState
from governance_app.errors import Conflict
from governance_app.jobs.registry import Progress, job
from governance_app.programmes.models import Programme
from governance_app.proof.models import EvidencePack
from governance_app.proof.registry import NotReady, PackContents, pack_source
from governance_app.proof.services import pack_perform

StillDraft = Conflict.coded("draft")


@job("proof.pack")
def pack_job(arguments: dict[str, str], progress: Progress) -> None:
    """Make one pack; one that has been made is left as it is."""
    pack = EvidencePack.objects.select_related("programme", "created_by").get(pk=arguments["pack"])
    pack_perform(pack=pack, progress=progress)


@pack_source("revision")
def revision_pack(programme: Programme, subject: str) -> PackContents:
    """The evidence for one revision. Refuses a draft, and a revision whose PDF is not ready."""
    revision: Revision = revisions_of(programme).get(pk=subject)
    if revision.state == RevisionState.DRAFT:
        raise StillDraft(_("A draft has no evidence yet."))
    if rendering_of(revision) is None:
        raise NotReady(_("The PDF of this revision is still being produced; please try again later."))
    kind = document_kinds[revision.document.kind]
    title = _("Evidence: %(title)s") % {"title": revision_title(kind, revision.number)}
    return PackContents(title, [revision])
