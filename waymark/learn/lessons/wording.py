"""Words around lessons that more than one page needs."""

from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

PARTS = 100
AUDIENCE_TITLES: dict[str, Promise] = {
    "public": _("For everybody"),
    "students": _("For students from 12 to 18"),
    "health": _("For people who work in health care"),
    "hospitality": _("For people who work in hotels and transport"),
    "hotline": _("For people who answer a help line"),
}


def points(share: float) -> str:
    """A change in whole points of a hundred: +22, −3. Its sign stays before it in Arabic too."""
    # A true minus sign, in an isolate that runs from left to right.
    return f"\u2066{round(share * PARTS):+d}\u2069".replace("-", "−")


def language_name(code: str) -> str:
    """The name of a language in that language; the code where nobody here knows it."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code
