"""Labels that say whose confidence a note or a file is under, for whoever decides what leaves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Privilege(TextChoices):
    """Confidences that a law may protect; which ones it does is the adviser's to say."""

    ADVOCATE = "advocate", _("Between the person and their advocate")
    LEGAL = "legal", _("Between the person and their lawyer")
    HEALTH = "health", _("Between the person and who treats or counsels them")
    WORK_PRODUCT = "work_product", _("Prepared for a legal proceeding")


def privilege_label(value: object) -> str:
    """A stored label in the reader's language; empty where there is none."""
    known = str(value) in Privilege.values
    return str(Privilege(str(value)).label) if known else ""
