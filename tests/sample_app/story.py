"""The kernel alone: ``python -m tests.sample_app.story`` lives through what every phase lives through, and tells of it.

Run in a process of its own, whose settings know no phase but the sample. What it finds is a line of JSON.
"""

import json
import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.sample_app.settings"
    django.setup()
    sys.stdout.write(json.dumps(import_module("tests.sample_app.chapters").tell(), default=str))
