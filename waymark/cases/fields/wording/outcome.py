"""What the fields of an outcome are called, and why each is asked.

The questions themselves are data of the installation: waymark/cases/data/support/outcomes.toml.
"""

from django.utils.functional import Promise, lazystr
from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.words import Words
from waymark.cases.reference.support import support

_WHEN = _("To compare how things stand now with how they stood before.")
_STANDS = _("To see whether our support did any good. It says nothing about the person’s worth.")
_OWN = _("What the person thinks counts more than what we think. They need not answer.")


class _Label:
    """The question as the installation's list words it, in the reader's language."""

    def __init__(self, dimension: str) -> None:
        self.dimension = dimension

    def __str__(self) -> str:
        found = support().outcomes.get(self.dimension)
        return found.label if found else self.dimension


def _asked(*names: str, purpose: Promise) -> dict[str, Words]:
    return {name: Words(lazystr(_Label(name.replace("_", "-"))), purpose) for name in names}


SECTIONS = {
    "when": _("This outcome"),
    "record": _("How things stand, as far as is known"),
    "person": _("The person’s own view"),
}

WORDS = {
    "recorded_on": Words(_("Day"), _WHEN),
    "asked": Words(_("Was the person asked?"), _OWN),
    **_asked("living", "education", "work", "safety", "stay", "support", "reason", purpose=_STANDS),
    "notes": Words(_("In words"), _STANDS),
    **_asked(
        "own_goals",
        "own_safety",
        "own_choice",
        "own_respect",
        "own_now",
        "own_return",
        purpose=_OWN,
    ),
    "own_words": Words(_("In the person’s own words"), _OWN),
}
