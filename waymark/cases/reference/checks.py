"""What is wrong with the lists for cases, in sentences: for `waymark content check`."""

from collections.abc import Iterator, Mapping

from waymark.cases.reference.consent_age import read_consent_ages
from waymark.cases.reference.milestones import read_milestones
from waymark.cases.reference.places import read_regions
from waymark.cases.reference.support import read_support
from waymark.learn.content.checks import LONGEST_SENTENCE, telephone_problems
from waymark.learn.content.faults import ContentError
from waymark.learn.content.reading import measure
from waymark.learn.content.review import Review
from waymark.learn.content.words import Words


def problems() -> list[str]:
    """Every problem, one sentence each, the file first."""
    try:
        read_regions()
        milestones, support, consent = read_milestones(), read_support(), read_consent_ages()
    except ContentError as fault:
        return [str(fault)]
    reviews = {"milestones": milestones.reviews, "support": support.reviews}
    return [
        *(text for kind, found in reviews.items() for text in overdue(kind, found)),
        *overdue("consent", {"consent_age.toml": consent.review}),
        *words_problems("milestones", milestones.words),
        *words_problems("support", support.words),
        *words_problems("consent", consent.words),
    ]


def overdue(kind: str, reviews: Mapping[str, Review]) -> Iterator[str]:
    """The files that nobody has checked in time."""
    for name, review in reviews.items():
        if review.overdue:
            yield f"{kind}/{name}: was due for review on {review.due}: read its sources again."


def words_problems(kind: str, words: Words) -> Iterator[str]:
    """What a language lacks or has too much, sentences too long, and telephone numbers."""
    model = words.texts["en"]
    for language, texts in words.texts.items():
        name = f"{kind}/{language}.toml"
        # What an adviser wrote may be in one language only.
        lacking = {key for key in set(model) - set(texts) if not key.endswith(".adviser")}
        yield from (f"{name}: has no {key}." for key in sorted(lacking))
        strange = {key for key in set(texts) - set(model) if not key.endswith(".adviser")}
        yield from (f"{name}: {key} is not in en.toml." for key in sorted(strange))
        for key, text in texts.items():
            yield from (f"{name}: {key} {problem}" for problem in telephone_problems(text))
            if measure(text, language).longest > LONGEST_SENTENCE.get(language, 30):
                yield f"{name}: {key} has a sentence too long: make two of it."
