"""The promised first answer in words."""

from django.utils.translation import ngettext

from waymark.reports.models import Recipient

HOUR = 60
DAY = 24 * HOUR


def promise_in_words(recipient: Recipient, *, urgent: bool) -> str:
    """How long until the first answer, such as "15 minutes" or "24 hours"."""
    return in_words(recipient.urgent_minutes if urgent else recipient.other_minutes)


def in_words(minutes: int) -> str:
    """A length of time in the largest unit that tells it exactly; one day is "24 hours"."""
    if minutes % DAY == 0 and minutes > DAY:
        days = minutes // DAY
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if minutes % HOUR == 0 and minutes:
        hours = minutes // HOUR
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
