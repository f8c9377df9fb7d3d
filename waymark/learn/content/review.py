"""Who has checked a text, when it is due again, and where its facts come from."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from waymark.learn.content.fields import Fields


@dataclass(frozen=True)
class Source:
    """A page that somebody read: its title, address and the day it was read."""

    id: str
    title: str
    url: str
    seen: date


@dataclass(frozen=True)
class Review:
    """Who checked a text last, on which day, and by when somebody has to check it again."""

    by: str
    on: date
    due: date

    @property
    def overdue(self) -> bool:
        """Whether nobody has checked the text in time."""
        return timezone.localdate() > self.due


REVIEW_FIELDS = ("reviewed_by", "reviewed_on", "review_due")


def review_of(fields: Fields) -> Review:
    """The three fields of a review. Raises ContentError where the dates are the wrong way round."""
    review = Review(fields.text("reviewed_by"), fields.day("reviewed_on"), fields.day("review_due"))
    if review.due <= review.on:
        raise fields.fault("`review_due` must come after `reviewed_on`.")
    return review


def sources_of(fields: Fields) -> tuple[Source, ...]:
    """The sources of a file, in their order. Raises ContentError for two with one id."""
    found = tuple(source_of(row) for row in fields.tables("sources"))
    if len({source.id for source in found}) < len(found):
        raise fields.fault("two sources have the same `id`.")
    return found


def source_of(row: Fields) -> Source:
    """The source in a table. Raises ContentError where it lacks something."""
    row.only("id", "title", "url", "seen")
    url = row.text("url")
    if not url.startswith(("https://", "http://")):
        raise row.fault("`url` must begin with https:// or http://.")
    return Source(row.neutral_path("id"), row.text("title"), url, row.day("seen"))
