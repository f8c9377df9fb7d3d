"""What is wrong with the files of instruments, in sentences: for `waymark content check`."""

import re
from collections.abc import Iterator

from waymark.learn.content.faults import ContentError
from waymark.learn.content.words import Words
from waymark.screening.instruments.model import Instrument, Kind
from waymark.screening.instruments.reading import read_instruments
from waymark.screening.instruments.studies import read_absent

PLACEHOLDER = re.compile(r"\{\w+\}")


def problems() -> list[str]:
    """Every problem, one sentence each."""
    try:
        carried, shelved = read_instruments(), read_absent()
    except ContentError as fault:
        return [str(fault)]
    due = [("absent.toml", shelved.review), *((each.id, each.review) for each in carried.values())]
    return [
        *(text for instrument in carried.values() for text in _unfair(instrument)),
        *(f"{name}: was due for review on {each.due}: check it." for name, each in due
          if each.overdue),
        *parity(shelved.words),
    ]  # fmt: skip


def _unfair(instrument: Instrument) -> Iterator[str]:
    """Items that judge people by what they are have no place in a rule or in untrained hands."""
    for item in instrument.items:
        if item.profiling and instrument.kind is Kind.RULE:
            yield f"{instrument.id}: {item.code} invites profiling and must not be in a rule."
        if item.profiling and not instrument.needs_training:
            yield f"{instrument.id}: {item.code} invites profiling: set `needs_training = true`."


def parity(words: Words) -> Iterator[str]:
    """What a language lacks, has too much, or has lost a placeholder of."""
    model = words.texts["en"]
    for language, texts in words.texts.items():
        for key in sorted(set(model) - set(texts)):
            yield f"instruments/{language}.toml: has no {key}."
        for key in sorted(set(texts) - set(model)):
            yield f"instruments/{language}.toml: {key} is not in en.toml."
        for key in set(model) & set(texts):
            if set(PLACEHOLDER.findall(model[key])) != set(PLACEHOLDER.findall(texts[key])):
                yield f"instruments/{language}.toml: {key} has other placeholders than en.toml."
