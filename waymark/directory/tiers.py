"""Who may learn that a service exists (the service's tier) and where it is (the location's)."""

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _


class Tier(IntegerChoices):
    """Each tier is seen by those named and by every one after them is hidden from more people.

    The exact place of a location of any tier but the first lives in a sealed column only.
    """

    PUBLIC = 0, _("Everybody")
    PARTNER = 1, _("Partners and caseworkers")
    CASEWORKER = 2, _("Caseworkers")
    SEALED = 3, _("Only those who open it, with a reason")
