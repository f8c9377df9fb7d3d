"""The line that the frame of every public page shows."""

from waymark.contacts import now, queries
from waymark.web.lifeline import Lifeline


def find(country: str) -> Lifeline | None:
    """The best line of a country for anybody, in the language of the page, if there is one."""
    best = queries.best_number(country)
    if best is None:
        return None
    contact, number = best
    return Lifeline(
        name=contact.name,
        language=contact.name_language,
        number=number.printed,
        link=number.link,
        expires=contact.expires,
        answers=now.in_words(now.now(contact)),
    )
