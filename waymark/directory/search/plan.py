"""What a query asks of the index: which posting lists to read, which to look up, which bits."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from waymark.directory.models.search import SearchKey
from waymark.directory.search import bits, keys
from waymark.directory.search.types import Query
from waymark.directory.words import PREFIX, words_of

# A short word stands for every prefix that begins so; beyond this many its rows are read instead.
MOST_PREFIXES = 50
# Each word is one more list to look into; whoever pastes a letter is answered by its beginning.
MOST_WORDS = 8


class NothingFits(Exception):
    """Some key that a row must have lists no row at all."""


@dataclass(frozen=True)
class Group:
    """Keys of which a row must have at least one, and how many postings they have together."""

    keys: tuple[int, ...]
    rows: int

    @property
    def is_ranked(self) -> bool:
        """Whether the order by rank holds these keys: it leaves prefixes out."""
        return min(self.keys) >= 0


EVERY_ROW = Group((keys.EVERY,), 0)


@dataclass(frozen=True)
class Plan:
    """The rarest group drives: its postings are read, and the others are looked up for each.

    `accepting`: None takes every row that refuses nothing wanted; True those that accept it all;
    False those of which one has to ask. `unsure` are words that the stored words must confirm.
    """

    driver: Group
    others: tuple[Group, ...]
    mask: int
    value: int
    languages: int
    wish: int
    accepting: bool | None
    unsure: tuple[str, ...]


def plan_of(query: Query) -> Plan:
    """The plan for everything but areas. Raises NothingFits."""
    words = words_of(query.text)[:MOST_WORDS]
    short = {word: _starting(word) for word in words if len(word) < PREFIX}
    groups = [*_named(_wanted(query, words)), *(group for group in short.values() if group)]
    many = [word for word in words if len(word) > PREFIX or (word in short and not short[word])]
    mask, value = bits.wanted(accepts=query.accepts, flags=query.flags, tier=query.tier)
    plan = Plan(
        driver=EVERY_ROW,
        others=(),
        mask=mask,
        value=value,
        languages=bits.language_bits([query.language]),
        wish=query.accepts,
        accepting=None,
        unsure=tuple(many),
    )
    return _driven(groups or _named([[keys.EVERY_NAME]]), plan)


def within(plan: Plan, areas: Iterable[str]) -> Plan:
    """The same plan for rows that lie in or serve one of the areas. Raises NothingFits."""
    groups = _named([[keys.area(code) for code in areas]])
    return _driven([plan.driver, *plan.others, *groups], plan)


def turns(plan: Plan) -> list[Plan]:
    """Those that accept everything wanted come first, then those where one has to ask."""
    if not plan.wish:
        return [plan]
    return [replace(plan, accepting=True), replace(plan, accepting=False)]


def _driven(groups: list[Group], plan: Plan) -> Plan:
    driver, *others = sorted(groups, key=lambda group: group.rows)
    return replace(plan, driver=driver, others=tuple(g for g in others if g.keys != EVERY_ROW.keys))


def _wanted(query: Query, words: list[str]) -> list[list[str]]:
    wanted = [[keys.prefix(word[:PREFIX])] for word in words if len(word) >= PREFIX]
    terms = [keys.term(code) for code in query.terms]
    if terms:
        wanted += [[name] for name in terms] if query.all_terms else [terms]
    if query.language and query.language not in bits.LANGUAGES:
        wanted.append([keys.language(query.language)])
    return wanted


def _named(wanted: list[list[str]]) -> list[Group]:
    """Each list of names as a group of the keys that exist. Raises NothingFits if one has none."""
    names = {name for some in wanted for name in some}
    known = {key.name: key for key in SearchKey.objects.filter(name__in=names, rows__gt=0)}
    return [
        _group([known[name] for name in dict.fromkeys(some) if name in known]) for some in wanted
    ]


def _starting(word: str) -> Group | None:
    """Every prefix that begins with a short word; None where they are too many."""
    start = keys.prefix(word)
    found = SearchKey.objects.filter(name__gte=start, name__lt=start + "\U0010ffff")
    some = list(found.filter(rows__gt=0)[: MOST_PREFIXES + 1])
    return None if len(some) > MOST_PREFIXES else _group(some)


def _group(found: list[SearchKey]) -> Group:
    if not found:
        raise NothingFits
    return Group(tuple(key.key for key in found), sum(key.rows for key in found))
