"""The recipients of an organisation as its own workers see them."""

from django.db.models import QuerySet

from waymark.accounts.models import Organisation
from waymark.reports.models import Recipient
from waymark.web.models import SOURCE_LANGUAGE


def recipients_of(organisation: Organisation) -> QuerySet[Recipient]:
    """All recipients of an organisation, published or not, as reporters find them ordered."""
    rows = Recipient.objects.filter(organisation=organisation).prefetch_related("texts")
    return rows.order_by("position", "slug")


def name_of(recipient: Recipient, language: str | None) -> str:
    """A recipient's name in a language, else in English, else its short name."""
    names = {text.language: text.name for text in recipient.texts.all()}
    wanted = (language or SOURCE_LANGUAGE, SOURCE_LANGUAGE)
    return next((names[code] for code in wanted if code in names), recipient.slug)
