"""Numbers in words become digits: "five five five", "twelve hundred", "mil doscientos"."""

import re
from collections.abc import Iterator

from waymark.directory.leaks.plain import Plain

# Written without accents, as `Plain.bare` has them: first word's value, step, words.
_SERIES = (
    (
        0,
        1,
        "zero one two three four five six seven eight nine ten eleven twelve thirteen "
        "fourteen fifteen sixteen seventeen eighteen nineteen",
    ),
    (20, 10, "twenty thirty forty fifty sixty seventy eighty ninety"),
    (
        0,
        1,
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
        "quince dieciseis diecisiete dieciocho diecinueve",
    ),
    (20, 10, "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"),
    (
        100,
        100,
        "cien doscientos trescientos cuatrocientos quinientos seiscientos setecientos "
        "ochocientos novecientos",
    ),
    (0, 1, "khong mot hai ba bon nam sau bay tam chin muoi"),
    (0, 1, "صفر واحد اثنان ثلاثه اربعه خمسه سته سبعه ثمانيه تسعه عشره"),
    (0, 1, "oh un"),
    (1, 1, "una اثنين"),
    (100, 1, "ciento"),
)
VALUES = {
    word: first + step * place
    for first, step, words in _SERIES
    for place, word in enumerate(words.split())
}
TIMES = {"hundred": 100, "tram": 100, "thousand": 1000, "mil": 1000, "nghin": 1000, "ngan": 1000}
JOINS = frozenset({"and", "y", "و", "dash", "hyphen", "dot", "guion", "-", ",", "."})
WORD = re.compile(r"[^\W\d_]{1,20}|\d{1,20}|[^\w\s]")
SHORTEST_RUN = 2
# Nobody says so many digits in words but for a telephone number: it is written as one.
TELEPHONE = 7


def in_digits(plain: Plain) -> Plain:
    """The text with every run of number words as digits; a single word stays as it is."""
    return plain.with_parts(_runs(plain.bare))


def _runs(bare: str) -> Iterator[tuple[int, int, str]]:
    run: list[re.Match[str]] = []
    for word in WORD.finditer(bare):
        said = word.group()
        if said in VALUES or said in TIMES:
            run.append(word)
        elif not (run and (said in JOINS)):
            yield from _written(run)
            run = []
    yield from _written(run)


def _written(run: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    if len(run) >= SHORTEST_RUN:
        written = _digits([word.group() for word in run])
        if len(written) >= TELEPHONE:
            written = f"{written[:3]}-{written[3:]}"
        yield run[0].start(), run[-1].end(), written


def _digits(words: list[str]) -> str:
    """The numbers of a run, one behind the other: "forty two fifteen" is 4215."""
    numbers: list[int] = []
    thousands, current, room = 0, 0, 0
    for word in words:
        if word in TIMES:
            thousands, current = _times(thousands, current, TIMES[word])
            room = TIMES[word]
            continue
        value = VALUES[word]
        if room <= value or not value:
            numbers.append(thousands + current)
            thousands, current = 0, 0
        current += value
        room = _room_behind(value)
    numbers.append(thousands + current)
    return "".join(map(str, numbers[1:] if words[0] in VALUES else numbers))


def _times(thousands: int, current: int, by: int) -> tuple[int, int]:
    if by == 1000:
        return (thousands + current or 1) * by, 0
    return thousands, (current or 1) * by


def _room_behind(value: int) -> int:
    """What may still be added to a number: units to twenty, tens and units to two hundred."""
    if value >= 100:
        return 100
    return 10 if value >= 20 else 0
