"""Shelves, and books that stand on them."""

from django.db import models

from governance_app.records.models import ProgrammeRecord


class Shelf(ProgrammeRecord):
    """A place for books."""

    name = models.CharField("name", max_length=80)

    title_field = "name"

    class Meta(ProgrammeRecord.Meta):
        verbose_name = "shelf"


class Book(ProgrammeRecord):
    """A book; it names its shelf."""

    name = models.CharField("name", max_length=80)
    shelf = models.ForeignKey(Shelf, models.PROTECT, related_name="books", verbose_name="shelf")
    pages = models.PositiveIntegerField("pages", default=1)

    title_field = "name"

    class Meta(ProgrammeRecord.Meta):
        verbose_name = "book"
