"""What is wrong with the laws, in sentences: for `waymark content check` and for the tests."""

from collections.abc import Iterator

from waymark.learn.content.checks import LONGEST_SENTENCE
from waymark.learn.content.faults import ContentError
from waymark.learn.content.reading import measure
from waymark.screening.law.reading import Book, keys_of, read_book


def problems() -> list[str]:
    """Every problem of the laws and of their words."""
    try:
        book = read_book()
    except ContentError as fault:
        return [str(fault)]
    return [*_reviews(book), *_words(book)]


def _reviews(book: Book) -> Iterator[str]:
    for regime in book.every():
        if regime.review.overdue:
            yield f"law {regime.id}: was due for review on {regime.review.due}: read it again."


def _words(book: Book) -> Iterator[str]:
    for language, texts in book.words.texts.items():
        # An organisation's own law may be in one language only.
        spoken = [regime for regime in book.every() if f"regimes.{regime.id}.name" in texts]
        for key in dict.fromkeys(key for regime in spoken for key in keys_of(regime)):
            if key not in texts:
                yield f"law/{language}.toml: has no words for {key!r}."
            elif measure(texts[key], language).longest > LONGEST_SENTENCE.get(language, 30):
                yield f"law/{language}.toml: {key!r} has a sentence too long: make two of it."
