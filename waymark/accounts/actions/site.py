"""Changes to what the installation shows on every page."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.accounts.permissions import may_change_site, require
from waymark.audit import log
from waymark.audit.events import Event
from waymark.web import actions as web
from waymark.web.models import SOURCE_LANGUAGE, Site


@transaction.atomic
def change_site(values: dict[str, Any], checked_languages: Iterable[str], *, by: Worker) -> Site:
    """Save the settings of the pages. `values` are fields of `Site`.

    Raises NotAllowed, and ValidationError with a message per field.
    """
    require(may_change_site, by)
    site = web.save_site(**values)
    wanted = set(checked_languages)
    for code in (wanted | set(site.checked_languages)) - {SOURCE_LANGUAGE}:
        web.mark_language(code, checked=code in wanted)
    log.record(Event.SITE_CHANGED, by=by, target=site)
    return site
