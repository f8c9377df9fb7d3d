"""What stands on a poster or a card, ready to be laid out: for Typst and for the preview alike."""

import json
from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import get_language_info, override

from waymark.learn.posters import code
from waymark.learn.posters.choosing import Choice
from waymark.learn.posters.forms import Form
from waymark.learn.posters.lines import PrintedLine, day, printed
from waymark.learn.posters.texts import FRAME, Poster, filled


@dataclass(frozen=True)
class Sheet:
    """Everything that is printed, in one language. Plain texts only."""

    language: str
    direction: str
    title: str
    heading: str
    sentences: tuple[str, ...]
    card: str
    card_text: str
    lines: tuple[PrintedLine, ...]
    address: str
    picture: str
    footer: str
    dated: tuple[int, int, int]
    frame: dict[str, str]

    def as_json(self, form: Form) -> str:
        """The sheet as its template reads it; the same sheet gives the same text."""
        shape = {"paper": form.paper, "rows": form.rows}
        return json.dumps(asdict(self) | {"form": shape}, ensure_ascii=False, sort_keys=True)


def sheet_of(poster: Poster, choice: Choice, most_lines: int = 2) -> Sheet:
    """What a text says with a set of contacts, in the reader's language where it is translated."""
    language = poster.language()
    with override(language):
        return _sheet(poster, choice, language, most_lines)


def _sheet(poster: Poster, choice: Choice, language: str, most_lines: int) -> Sheet:
    contacts = choice.contacts[:most_lines]
    address = code.address_in(language)
    frame = {name: poster.words(f"frame.{name}", language) for name in FRAME}
    frame["code"] = filled(frame["code"], address=code.shown(address))
    return Sheet(
        language=language,
        direction="rtl" if get_language_info(language)["bidi"] else "ltr",
        title=poster.text("heading", language),
        heading=poster.text("heading", language),
        sentences=tuple(poster.lines(language)),
        card=poster.text("card", language),
        card_text=poster.text("card_text", language),
        lines=tuple(printed(contact, poster, language) for contact in contacts),
        address=code.shown(address),
        picture=code.picture(address),
        footer=_footer(poster, [contact.expires for contact in contacts], frame),
        dated=_dated([poster.review.on, *(contact.date_seen for contact in contacts)]),
        frame=frame,
    )


def _footer(poster: Poster, ends: list[date], frame: dict[str, str]) -> str:
    """Until when it holds: its numbers, or where it has none its words."""
    if ends:
        return filled(frame["use_until"], until=day(min(ends)))
    review = poster.review
    return filled(frame["text_dates"], checked=day(review.on), until=day(review.due))


def _dated(days: list[date]) -> tuple[int, int, int]:
    newest = max(days)
    return newest.year, newest.month, newest.day
