"""What is wrong with the posters, in sentences: for `waymark content check` and for the tests."""

from collections.abc import Iterator

from waymark.learn.content.checks import reading_problems
from waymark.learn.content.faults import ContentError
from waymark.learn.content.words import SOURCE_LANGUAGE
from waymark.learn.posters.glyphs import missing
from waymark.learn.posters.texts import Poster, read_posters

READING_AGE = 11


def problems() -> list[str]:
    """Every problem, one sentence each, the file first."""
    try:
        found = read_posters()
    except ContentError as fault:
        return [str(fault)]
    return [text for poster in found.values() for text in _problems(poster)]


def _problems(poster: Poster) -> Iterator[str]:
    if poster.review.overdue:
        yield f"posters.toml: due for review on {poster.review.due}: check it, set new dates."
    for language, texts in poster.words.texts.items():
        place = f"posters/{language}.toml, {poster.id}"
        if texts and language != SOURCE_LANGUAGE and not poster.speaks(language):
            lacking = [key for key in poster.printed_keys() if not texts.get(key)]
            yield f"{place}: {lacking[0]} is missing, so the English poster is offered."
        if not poster.speaks(language):
            continue
        printed = " ".join(texts[key] for key in poster.printed_keys())
        if signs := missing(printed):
            yield f"{place}: no font of ours has {signs!r}: write it in other signs."
        said = "\n".join(texts[key] for key in poster.printed_keys() if "{" not in texts[key])
        yield from (f"{place}: {text}" for text in reading_problems(said, language, READING_AGE))
