"""Attacks on our own encoding, each beside an encoding that it breaks.

The attacker has a register's file and knows how frequent every name is, and even everybody who is
on the register, but not the coalition's key.
"""

from functools import lru_cache

import numpy as np

from tests.evidence.linkage import attacks
from tests.evidence.linkage.cast import KEY, on
from waymark.evidence.linkage import Parameters, Person, encode, latin, read_encoded
from waymark.evidence.linkage.encoding import sharing
from waymark.evidence.linkage.synthetic import Invented, registers
from waymark.evidence.linkage.tokens import Coder, Tokens

ROUND = Parameters("attacked")
GUESSED = bytes(range(100, 132))


@lru_cache
def people() -> list[Person]:
    """A register with few names, as in a close community: the attacker's best case."""
    return on(registers(Invented(size=1200, inclusion=(0.5, 0.5), names=150), seed=5)[0], "A")


@lru_cache
def ours() -> Tokens:
    return read_encoded(encode(people(), KEY, ROUND)[0]).tokens


@lru_cache
def who() -> list[Person]:
    """Whose each row of `ours` is: the attacker does not know; the test must, to count hits."""
    coder = Coder(KEY, ROUND)
    owner = {token: person for person in people() for token in coder.tokens(person)}
    rows = [[value.to_bytes(8, "little") for value in row] for row in ours().tolist()]
    return [next(owner[token] for token in row if token in owner) for row in rows]


def unhardened(person: Person, key: bytes = KEY) -> list[bytes | None]:
    """Our tokens as they are before those of several people are hidden."""
    return Coder(key, ROUND).tokens(person)


def test_frequency_breaks_keyed_name_filters_but_not_ours() -> None:
    names = [latin(person.family) for person in people()]
    keyed = [attacks.bloom([person.family], KEY).tobytes() for person in people()]
    guess_everybody_has_the_commonest_name = max(names.count(name) for name in set(names))
    chance = guess_everybody_has_the_commonest_name / len(names)
    assert attacks.by_frequency([keyed], names) > 2 * chance
    owners = [latin(person.family) for person in who()]
    assert attacks.by_frequency(attacks.token_columns(ours()), owners) < chance / 2


def test_before_hardening_tokens_do_show_who_is_frequent() -> None:
    """Hardening is what helps: without it one token stands for many people."""
    coder = Coder(KEY, ROUND)
    bare = [token for person in people() for token in coder.tokens(person) if token]
    assert len(set(bare)) < len(bare)
    assert np.unique(ours()).size == ours().size


def test_pattern_mining_reads_plain_filters_but_not_ours() -> None:
    plain = np.stack([attacks.bloom([person.given, person.family], KEY) for person in people()])
    assert attacks.by_pattern(plain, people()) > 0.15
    assert attacks.by_pattern(attacks.token_bits(ours()), who()) == 0


def test_pattern_mining_finds_tokens_that_were_left_shared() -> None:
    """The attack sees a token of ours as soon as two people show it."""
    coder = Coder(KEY, ROUND)
    rows = [coder.tokens(person) for person in people()]
    numbers = [[int.from_bytes(token or b"", "little") for token in row] for row in rows]
    bits = attacks.token_bits(np.array(numbers, dtype=np.uint64))
    assert bits.any()
    assert not attacks.token_bits(ours()).any()


def test_a_dictionary_opens_unkeyed_filters_but_not_ours() -> None:
    plain = [attacks.bloom([person.given, person.family]).tobytes() for person in people()]

    def unkeyed(person: Person) -> bytes:
        return attacks.bloom([person.given, person.family]).tobytes()

    assert attacks.by_dictionary(plain, people(), unkeyed) == 1
    tokens = {value.to_bytes(8, "little") for value in ours().ravel().tolist()}
    guessed, known = (
        sum(token in tokens for person in people()[:100] for token in unhardened(person, key))
        for key in (GUESSED, KEY)
    )
    assert guessed == 0
    assert known > 100 * ROUND.bands  # who has the key has the names: docs/linkage.md says so


def test_a_register_alone_has_no_similarities() -> None:
    """A graph of who is like whom, which graph matching needs, has no edge within a register."""
    assert len(sharing(ours())[0]) == 0
    filters = np.stack([attacks.bloom([person.family], KEY) for person in people()[:100]])
    alike = filters.astype(int) @ filters.T.astype(int)
    assert (alike[np.triu_indices(100, 1)] > 0).mean() > 0.5


def test_across_registers_nearly_only_the_same_people_are_alike() -> None:
    rows, truth = registers(Invented(size=1200, inclusion=(0.5, 0.5)), seed=6)
    coder = Coder(KEY, ROUND)
    tokens = [[int.from_bytes(t or b"", "little") for t in coder.tokens(row)] for row in rows]
    register = np.array(["AB".index(row.register) for row in rows])
    left, right, _ = sharing(np.array(tokens, dtype=np.uint64), register)
    others = int((truth[left] != truth[right]).sum())
    all_pairs = int((register == 0).sum()) * int((register == 1).sum())
    assert 0 < others / all_pairs < 1e-3


def test_rounds_and_keys_have_nothing_in_common() -> None:
    def tokens(key: bytes, name: str) -> set[int]:
        data, _ = encode(people()[:200], key, Parameters(name))
        return set(read_encoded(data).tokens.ravel().tolist())

    first = tokens(KEY, "first")
    assert not first & tokens(KEY, "second")
    assert not first & tokens(GUESSED, "first")
    assert first == tokens(KEY, "first")


def test_bits_of_tokens_and_fillers_are_even() -> None:
    bits = np.unpackbits(ours().view(np.uint8).reshape(-1, 8), axis=1).mean(axis=0)
    assert np.abs(bits - 0.5).max() < 5 * 0.5 / np.sqrt(ours().size)


def test_everybody_looks_the_same_however_little_is_known() -> None:
    rows = [
        Person("A", "1", "Li", "Wu"),
        Person("A", "2", "Maximiliana Alexandra", "Featherstonehaugh", "1990-05-17", "Leeds"),
    ]
    tokens = read_encoded(encode(rows, KEY, ROUND)[0]).tokens
    assert tokens.shape == (2, ROUND.length)
    assert (tokens > 0).all()
