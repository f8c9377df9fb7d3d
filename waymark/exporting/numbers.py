"""Until when the lines of help on a page hold. Other numbers carry no such day."""

from datetime import date

from waymark.contacts.models import Contact
from waymark.exporting.tags import Page


class Numbers:
    """Every number of a line that is offered today, as it is printed and as it is dialled."""

    def __init__(self) -> None:
        self._until: dict[str, date] = {}
        for contact in Contact.objects.prefetch_related("numbers"):
            for number in contact.offered_numbers:
                for text in (number.printed, number.link):
                    known = self._until.get(text, contact.expires)
                    self._until[text] = min(known, contact.expires)
        self._until.pop("", None)

    def until(self, page: Page) -> date | None:
        """The last day on which all lines on a page hold; None where there is none on it."""
        shown = page.texts.union(page.links())
        return min((self._until[text] for text in shown & self._until.keys()), default=None)
