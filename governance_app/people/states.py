"""Ways of proving who one is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Method(models.TextChoices):
    """How someone proved themselves at an act that binds; kept with what they signed."""

    PASSWORD = "password", _("Password")
    TOTP = "totp", _("Authenticator code")
    PASSKEY = "passkey", _("Passkey")


#: Ways that need more than something one knows.
STRONG = frozenset({Method.TOTP, Method.PASSKEY})
#: The part of a form in which each is given.
FIELDS = {Method.PASSWORD: "password", Method.TOTP: "code", Method.PASSKEY: "credential"}
