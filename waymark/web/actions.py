"""Writes of the installation's own settings.

This room knows neither workers nor the audit log: the room that calls these checks the
permission and records the event, in the same transaction.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from waymark.web.models import Site


def save_site(**values: str) -> Site:
    """Write some of the settings, making the row if there is none.

    `values` are fields of `Site`: organisation, country, emergency_number,
    emergency_text, exit_url, time_zone. Raises ValidationError (a message per field) and then
    writes nothing.
    """
    row = Site.objects.filter(pk=Site.ONLY).first() or Site()
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(validate_unique=False)
    row.save()
    return row


def mark_language(code: str, *, checked: bool) -> Site:
    """Note whether a native speaker has checked a language's pages.

    `code` is one of settings.LANGUAGES. Raises ValidationError for any other, and
    Site.DoesNotExist before set-up.
    """
    if code not in dict(settings.LANGUAGES):
        raise ValidationError(_("This site has no pages in that language."))
    row = Site.objects.get(pk=Site.ONLY)
    others = [each for each in row.checked_languages if each != code]
    row.checked_languages = sorted([*others, code]) if checked else others
    row.save()
    return row
