"""Hierarchical models as sets of terms: main effects, pairs, triples ... as bit patterns."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from waymark.evidence.lists import ListError

# A term is a set of lists: bit i for list i, 0 for the intercept. A model is a sorted tuple of
# terms that holds every subset of each of its terms, so 0 and all the lists.
Model = tuple[int, ...]


def main_effects(size: int) -> Model:
    """The model of independent lists: the intercept and one term a list."""
    return (0, *(1 << i for i in range(size)))


def with_pairs(size: int, pairs: Iterable[tuple[int, int]]) -> Model:
    """Main effects and the named pairs of lists, counted from 0.

    Raises ListError for a pair of a list with itself or with one that does not exist.
    """
    terms = set(main_effects(size))
    for one, other in pairs:
        if one == other or not (0 <= one < size and 0 <= other < size):
            raise ListError(f"There is no pair of lists {one} and {other} among {size} lists.")
        terms.add(1 << one | 1 << other)
    return tuple(sorted(terms))


def closure(size: int, generators: Iterable[Sequence[int]]) -> Model:
    """The smallest hierarchical model of `size` lists that holds these sets of lists."""
    terms = set(main_effects(size))
    for generator in generators:
        for order in range(2, len(generator) + 1):
            terms |= {sum(1 << i for i in each) for each in combinations(generator, order)}
    return tuple(sorted(terms))


def pairs_of(size: int) -> list[int]:
    """All pairs of lists as terms, in the order (0,1), (0,2), ..., (1,2), ..."""
    return [1 << one | 1 << other for one, other in combinations(range(size), 2)]


def hierarchical(size: int, order: int) -> Iterator[Model]:
    """Every hierarchical model with all main effects and terms of at most `order` lists.

    Five lists have 1,024 models of pairs and 6,893 up to terms of four lists.
    """
    yield from _grow(size, set(main_effects(size)), 2, min(order, size - 1))


def _grow(size: int, terms: set[int], level: int, order: int) -> Iterator[Model]:
    if level > order:
        yield tuple(sorted(terms))
        return
    possible = [
        sum(1 << i for i in lists)
        for lists in combinations(range(size), level)
        if all(sum(1 << i for i in lists if i != left) in terms for left in lists)
    ]
    for mask in range(1 << len(possible)):
        chosen = {term for number, term in enumerate(possible) if mask >> number & 1}
        # Without a term of this level there is none above it.
        yield from _grow(size, terms | chosen, level + 1 if chosen else order + 1, order)


def generators(model: Model) -> list[int]:
    """The maximal terms of a model, which name it, smallest bit pattern last."""
    kept = [
        term for term in model if not any(term != other and term & other == term for other in model)
    ]
    return sorted(kept, key=lambda term: (-term.bit_count(), _lists(term)))


def describe(model: Model, names: Sequence[str]) -> str:
    """A model in words: its maximal terms, such as `LA:NG:PF + NG:GP + GO`."""
    return " + ".join(label(term, names) for term in generators(model))


def label(term: int, names: Sequence[str]) -> str:
    """A term in words: `LA:NG`."""
    return ":".join(names[i] for i in _lists(term))


def bracket(model: Model) -> str:
    """A model as the literature writes it, lists counted from 1: `[123,25,34]`."""
    return "[" + ",".join("".join(str(i + 1) for i in _lists(t)) for t in generators(model)) + "]"


def reordered(model: Iterable[int], order: Sequence[int]) -> Model:
    """The same model where list `order[i]` of the old order is list i of the new one."""
    place = {old: new for new, old in enumerate(order)}
    return tuple(sorted(sum(1 << place[i] for i in _lists(term)) for term in model))


def _lists(term: int) -> list[int]:
    return [i for i in range(term.bit_length()) if term >> i & 1]
