"""What has left, as it is told in a case's timeline: when, how and by whom, never what."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.referrals.ways import Way


def departures_in(lines: Iterable[Mapping[str, Any]]) -> Iterator[tuple[datetime, Way, str]]:
    """The moment, the way and the worker's name of each line that was kept when something left.

    The name is empty for somebody who is no longer here. A line without a way is a person's own
    copy.
    """
    kept = list(lines)
    ids = {line["by"] for line in kept}
    names = {str(row.pk): row.name for row in Worker.objects.filter(pk__in=ids)} if ids else {}
    for line in kept:
        way = Way(line.get("way", Way.OWN_COPY))
        yield datetime.fromisoformat(line["at"]), way, names.get(line["by"], "")


def left_in_words(name: str, way: Way) -> str:
    """Such as `P-7K2QFX: something left on paper.`"""
    return _("%(person)s: something left %(way)s.") % {"person": name, "way": way.label}
