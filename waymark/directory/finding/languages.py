"""The languages that one can ask for: those that somebody speaks in the directory."""

from collections.abc import Iterable

from django.utils.translation import get_language

from waymark.contacts.places import language_name, sort_key
from waymark.directory.models import Language
from waymark.directory.tiers import Tier

MOST_LANGUAGES = 60


def choices(chosen: str) -> list[tuple[str, str]]:
    """Codes and names, each in itself: that of the page first, then by name."""
    spoken = Language.objects.filter(service__tier=Tier.PUBLIC).exclude(code="")
    codes = {code.lower() for code in spoken.order_by().values_list("code", flat=True).distinct()}
    return _sorted(codes | ({chosen} if chosen else set()))


def _sorted(codes: Iterable[str]) -> list[tuple[str, str]]:
    own = get_language() or ""
    named = [(code, language_name(code)) for code in codes]
    named.sort(key=lambda each: (each[0] != own, sort_key(each[1])))
    return named[:MOST_LANGUAGES]
