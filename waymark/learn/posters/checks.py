"""What is wrong with the posters, in sentences: for `waymark content check` and for the tests."""

from collections.abc import Iterator, Mapping

from waymark.learn.content.checks import reading_problems
from waymark.learn.content.faults import ContentError
from waymark.learn.posters.glyphs import missing
from waymark.learn.posters.texts import Poster, read_posters

READING_AGE = 11


def problems() -> list[str]:
    """Every problem, one sentence each, the file first."""
    try:
        found = read_posters()
    except ContentError as fault:
        return [str(fault)]
    every = (text for poster in found.values() for text in _problems(poster))
    return list(dict.fromkeys(every))  # what is wrong with the frame is wrong with each poster


def _problems(poster: Poster) -> Iterator[str]:
    if poster.review.overdue:
        yield f"posters.toml: due for review on {poster.review.due}: check it, set new dates."
    for language, texts in poster.words.texts.items():
        keys = poster.printed_keys()
        lacking = [key for key in keys if not texts.get(key)]
        begun = any(key.startswith(f"posters.{poster.id}.") and texts.get(key) for key in keys)
        if lacking and not begun:
            continue  # an organisation's own text may be in one language only
        if lacking:
            sentence = f"{lacking[0]} is missing, so the English poster is offered"
            yield f"posters/{language}.toml, {poster.id}: {sentence}."
        else:
            yield from _language_problems(poster, language, texts)


def _language_problems(poster: Poster, language: str, texts: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the words of one language, its own and those of the frame."""
    for place in (f"posters.{poster.id}", "frame"):
        said = "\n".join(texts[key] for key in poster.printed_keys() if key.startswith(place))
        if signs := missing(said.replace("\n", "")):
            yield f"posters/{language}.toml, {place}: no font of ours has {signs!r}: replace them."
        for sentence in reading_problems(said, language, READING_AGE):
            yield f"posters/{language}.toml, {place}: {sentence}"
