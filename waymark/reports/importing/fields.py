"""What a column of another hotline's export can be taken for."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.reports.importing.words import field_named


class Field(models.TextChoices):
    """A field of an imported report, or that a column has none."""

    NOTHING = "", _("Leave it out")
    FURTHER = "further", _("Keep it as a further detail")
    RECEIVED = "received", _("Day received, with or without the time")
    TIME = "time", _("Time received")
    NUMBER = "number", _("Their number")
    CAME_BY = "came_by", _("How it came")
    LANGUAGE = "language", _("Language")
    WHAT = "what", _("What was reported")
    RELATION = "relation", _("Reporter")
    WHERE = "where", _("Where")
    WHEN = "when", _("When")
    URGENT = "urgent", _("Urgent")
    CHILD = "child", _("Child")
    DONE = "done", _("What was done")
    CONTACT_HOW = "contact_how", _("Contact")
    MAY_CONTACT = "may_contact", _("May be contacted")
    CONTACT_WHEN = "contact_when", _("Safe times")
    CONTACT_NAME = "contact_name", _("Name to use")
    NEVER_DO = "never_do", _("What must we never do?")


ONCE = frozenset(
    {
        Field.RECEIVED, Field.TIME, Field.NUMBER, Field.CAME_BY, Field.LANGUAGE, Field.RELATION,
        Field.URGENT, Field.CHILD, Field.MAY_CONTACT,
    }
)  # fmt: skip
NEEDED = (Field.RECEIVED, Field.WHAT)


def guessed(headings: Sequence[str]) -> tuple[Field, ...]:
    """What each column is, as its heading tells; the rest is kept, so that nothing is lost."""
    found: list[Field] = []
    for heading in headings:
        field = Field(field_named(heading) or Field.FURTHER)
        taken = field in ONCE and field in found
        found.append(Field.FURTHER if taken else field)
    return tuple(found)
