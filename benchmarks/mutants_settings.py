"""Settings of the suite with its database in memory: a fork takes it along, and nothing of it is shared."""

from portal.settings.test import *  # noqa: F403 - a settings module is the sum of its bases
from portal.settings.test import DATABASES as OF_THE_SUITE

DATABASES = {"default": {**OF_THE_SUITE["default"], "TEST": {"NAME": None}}}
