"""Documents, revisions, signatures and delegations in the API."""

from governance_app.documents.api.delegations import urls as delegation_urls
from governance_app.documents.api.revisions import urls as revision_urls

urls = [*revision_urls, *delegation_urls]
