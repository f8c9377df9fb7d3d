"""What a person is found by in the vault's blind index, whatever is misspelt, swapped or guessed.

A record is indexed under few tokens and sought under more: the years around the given one are
asked for, not stored. A prefix keeps the kinds of token apart, and apart from a report's words.

    name   a word of a name             sound  its consonants; two words run together
    near   a word without one letter    pair   two sounds of one name, in any order
    nick   the name it is a form of     half   a sound and the first of another one
    born   the date of birth            in     a sound and the year of birth
    day    its month and day            id     an identity number
    ph     a phone number (E.164)       tail   its last digits
"""

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise, permutations

from waymark.cases.matching.identity import Birth, Identity
from waymark.cases.matching.nicknames import full_names
from waymark.evidence.linkage.names import skeleton

# A word shorter than this meets too many others when it loses a letter.
SHORTEST_NEAR = 4
PAIRED_WORDS = 4
MOST_NEAR = 12  # words whose misspellings are indexed; further aliases are found as written
YEARS_AROUND = 2
ANOTHER_YEAR = 0.5
# What a kind counts for; the vault multiplies it by how rare the token is.
WEIGHTS = {
    "name": 2.0,
    "sound": 1.5,
    "near": 0.5,
    "pair": 3.0,
    "half": 1.0,
    "nick": 1.0,
    "in": 2.0,
    "born": 4.0,
    "day": 2.0,
    "ph": 6.0,
    "tail": 4.0,
    "id": 6.0,
}


def index_tokens(identity: Identity) -> set[str]:
    """The tokens to give to `blind.index`: about forty for a person, never near its limit."""
    birth = identity.birth
    tokens = _of_names(identity) | _of_numbers(identity) | _of_birth(birth)
    return tokens | (_in_years(identity, [birth.year]) if birth else set())


def query_tokens(identity: Identity) -> dict[str, float]:
    """The tokens to give to `blind.candidates`, with how much each counts."""
    birth = identity.birth
    weights = _weighed(index_tokens(identity))
    if birth:
        weights = _weighed(_of_birth(birth.swapped())) | weights
        years = range(birth.year - YEARS_AROUND, birth.year + YEARS_AROUND + 1)
        weights = dict.fromkeys(_in_years(identity, years), WEIGHTS["in"] * ANOTHER_YEAR) | weights
    return weights


def _weighed(tokens: Iterable[str]) -> dict[str, float]:
    return {token: WEIGHTS[token.partition(":")[0]] for token in tokens}


def _of_names(identity: Identity) -> set[str]:
    words = list(dict.fromkeys(word for name in identity.names for word in name))
    tokens = {token for word in words for token in _of_word(word)}
    tokens |= {f"near:{each}" for word in words[:MOST_NEAR] for each in neighbours(word)}
    for name in identity.names:
        sounds = [skeleton(word) for word in name]
        tokens |= {f"sound:{one}{other}" for one, other in pairwise(sounds)}
        paired = sorted(sounds[:PAIRED_WORDS])
        tokens |= {f"pair:{one}|{other}" for one, other in combinations(paired, 2)}
        tokens |= {f"half:{one}|{other[:1]}" for one, other in permutations(paired, 2)}
    return tokens


def _of_word(word: str) -> Iterator[str]:
    yield f"name:{word}"
    yield f"sound:{skeleton(word)}"
    yield from (f"nick:{name}" for name in full_names(word))


def neighbours(word: str) -> set[str]:
    """The word and what is left when it loses a letter: two words that meet differ by one or two.

    Deletions on both sides find a letter that is missing, added, wrong or changed with the next.
    """
    if len(word) < SHORTEST_NEAR:
        return {word}
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _in_years(identity: Identity, years: Iterable[int]) -> set[str]:
    sounds = {skeleton(word) for words in identity.names for word in words}
    return {f"in:{sound}|{year}" for year in years for sound in sounds}


def _of_birth(birth: Birth | None) -> set[str]:
    """A full date, and its day without the year, for when the year is wrong."""
    if birth is None or birth.day is None:
        return set()
    return {f"born:{birth}", f"day:{birth.month:02d}-{birth.day:02d}"}


def _of_numbers(identity: Identity) -> set[str]:
    tokens = {f"ph:{number}" for number in identity.dialled}
    tokens |= {f"tail:{digits}" for digits in identity.phone_tails}
    return tokens | ({f"id:{identity.document}"} if identity.document else set())
