"""What two identities have in common and what not, in words a worker can check."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """One agreement or disagreement of two identities."""

    NAME_SAME = "name_same", _("Same name")
    NAME_ORDER = "name_order", _("Same name, its parts in another order")
    NAME_SPELT = "name_spelt", _("The name is spelt differently")
    NAME_SHORT = "name_short", _("One name is part of the other")
    NAME_PARTLY = "name_partly", _("A part of the name agrees")
    NAME_OTHER = "name_other", _("Different names")
    NAME_UNKNOWN = "name_unknown", _("A name is not known")
    BIRTH_SAME = "birth_same", _("Same date of birth")
    BIRTH_SWAPPED = "birth_swapped", _("Day and month of birth are swapped")
    BIRTH_YEAR = "birth_year", _("Same birthday, another year of birth")
    BIRTH_DIGIT = "birth_digit", _("One digit of the date of birth differs")
    BIRTH_ROUGHLY = "birth_roughly", _("The dates of birth agree as far as they are known")
    BIRTH_NEAR = "birth_near", _("The years of birth are close")
    BIRTH_APART = "birth_apart", _("The years of birth are some years apart")
    BIRTH_OTHER = "birth_other", _("Different dates of birth")
    BIRTH_UNKNOWN = "birth_unknown", _("A date of birth is not known")
    PHONE_SAME = "phone_same", _("Same phone number")
    NUMBER_SAME = "number_same", _("Same identity number")
    NUMBER_DIGIT = "number_digit", _("One character of the identity number differs")
    NUMBER_OTHER = "number_other", _("Different identity numbers")
    CITIZENSHIP_SAME = "citizenship_same", _("Same citizenship")
    CITIZENSHIP_OTHER = "citizenship_other", _("Different citizenships")

    @property
    def points(self) -> float:
        """How far it moves a candidate up (above 0) or down. For ordering only, never shown."""
        return POINTS[self]

    @property
    def agrees(self) -> bool:
        """Whether it speaks for one person; see `differs`. What is unknown does neither."""
        return self.points > 0

    @property
    def differs(self) -> bool:
        """Whether it speaks for two people."""
        return self.points < 0


# Names add what `names.likeness` says on top; the other points are the whole of a reason.
POINTS: Mapping[Reason, float] = MappingProxyType(
    {
        Reason.NAME_SAME: 1.0,
        Reason.NAME_ORDER: 1.0,
        Reason.NAME_SPELT: 0.5,
        Reason.NAME_SHORT: 0.5,
        Reason.NAME_PARTLY: 0.25,
        Reason.NAME_OTHER: -4.0,
        Reason.NAME_UNKNOWN: 0.0,
        Reason.BIRTH_SAME: 6.0,
        Reason.BIRTH_SWAPPED: 4.0,
        Reason.BIRTH_YEAR: 3.0,
        Reason.BIRTH_DIGIT: 3.0,
        Reason.BIRTH_ROUGHLY: 2.0,
        Reason.BIRTH_NEAR: 0.5,
        Reason.BIRTH_APART: -1.0,
        Reason.BIRTH_OTHER: -3.0,
        Reason.BIRTH_UNKNOWN: 0.0,
        Reason.PHONE_SAME: 6.0,
        Reason.NUMBER_SAME: 9.0,
        Reason.NUMBER_DIGIT: 5.0,
        # People have several documents, and forged ones.
        Reason.NUMBER_OTHER: -0.5,
        Reason.CITIZENSHIP_SAME: 0.5,
        Reason.CITIZENSHIP_OTHER: -1.0,
    }
)
