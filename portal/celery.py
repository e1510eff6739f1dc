"""The Celery application; its settings carry the prefix CELERY_ in Django's settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")

app = Celery("sevengate")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
