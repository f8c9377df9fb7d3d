"""Reads the instruments that are carried: one file each, with the words beside them."""

from collections.abc import Mapping
from pathlib import Path

from waymark.accounts.roles import Role
from waymark.learn.content.fields import PATH, Fields, read_toml
from waymark.learn.content.folders import Shelf, files
from waymark.learn.content.review import REVIEW_FIELDS, Source, review_of, sources_of
from waymark.learn.content.words import Words, read_words
from waymark.screening.instruments.model import (
    OLDEST,
    SETTINGS,
    Instrument,
    Item,
    Kind,
    Licence,
)
from waymark.screening.instruments.scoring import Need, Pattern, Rule, Weight
from waymark.screening.instruments.studies import study_of

OURS = Path(__file__).resolve().parents[1] / "data"
KIND = "instruments"
RESERVED = ("absent", "meaning")  # addresses beside those of the instruments
RULES = ("ilo-dimensions",)
FIELDS = (
    "version", "kind", "words", "roles", "settings", "age_min", "age_max", "age_may_be_unknown",
    "needs_training", "licence", "citation", "groups", "items", "scoring", "patterns", "studies",
    "sources", *REVIEW_FIELDS,
)  # fmt: skip


def read_instruments() -> Mapping[str, Instrument]:
    """Every instrument by its id, in order of the files' names; the organisation's replace ours."""
    words = read_words(KIND, OURS)
    return {path.stem: _instrument(path, words) for path in files(KIND, "carried/*.toml", OURS)}


instruments = Shelf(read_instruments)


def _instrument(path: Path, words: Words) -> Instrument:
    fields = Fields(path, read_toml(path))
    fields.only(*FIELDS)
    sources = {source.id: source for source in sources_of(fields)}
    groups = _listed(fields, "groups")
    items = tuple(_item(row, groups, sources, words) for row in _items(fields))
    if len({item.code for item in items}) < len(items):
        raise fields.fault("two items have the same `code`.")
    identity = path.stem
    if identity in RESERVED or not PATH.fullmatch(identity):
        raise fields.fault("its file needs another name: small letters, digits and hyphens.")
    for name in ("title", "summary", "population", "limits", "terms", "verify"):
        if not words(f"instruments.{identity}.{name}", "en"):
            raise fields.fault(f"en.toml has no words instruments.{identity}.{name}.")
    kind = Kind(fields.one_of("kind", [kind.value for kind in Kind]))
    return Instrument(
        id=identity,
        version=fields.text("version"),
        kind=kind,
        items=items,
        groups=groups,
        roles=frozenset(_some_of(fields, "roles", tuple(Role.values))),
        settings=_some_of(fields, "settings", SETTINGS),
        age_min=fields.whole("age_min", 0),
        age_max=fields.whole("age_max", OLDEST),
        age_may_be_unknown=fields.flag("age_may_be_unknown"),
        needs_training=fields.flag("needs_training", default=False),
        licence=_licence(fields.table("licence")),
        citation=fields.text("citation"),
        studies=tuple(study_of(row, identity, words) for row in fields.tables("studies")),
        sources=tuple(sources.values()),
        review=review_of(fields),
        words=words,
        rule=_rule(fields, groups) if kind is Kind.RULE else None,
    )


def _licence(row: Fields) -> Licence:
    row.only("name", "url")
    return Licence(row.text("name"), row.text("url"))


def _items(fields: Fields) -> list[Fields]:
    """The items, each with the namespace of its words."""
    namespace = fields.text("words")
    rows = fields.tables("items")
    return [Fields(row.path, {**row.values, "words": namespace}, row.place) for row in rows]


def _item(
    row: Fields, groups: tuple[str, ...], sources: Mapping[str, Source], words: Words
) -> Item:
    row.only(
        "code", "group", "source", "weight", "words", "sign_when_no", "child_protection",
        "profiling", "verify",
    )  # fmt: skip
    code, namespace = row.text("code"), row.text("words")
    if not words(f"items.{namespace}.{code}.text", "en"):
        raise row.fault(f"en.toml has no words for the item {code!r}.")
    weight = row.one_of("weight", [*(each.value for each in Weight), ""], "")
    return Item(
        code=code,
        group=row.one_of("group", groups),
        source=sources[row.one_of("source", sources)],
        namespace=namespace,
        words=words,
        weight=Weight(weight) if weight else None,
        sign_when_no=row.flag("sign_when_no", default=False),
        child_protection=row.flag("child_protection", default=False),
        profiling=row.flag("profiling", default=False),
        verify=row.flag("verify", default=False),
    )


def _rule(fields: Fields, groups: tuple[str, ...]) -> Rule:
    """The rule of an instrument that has one, with its parameters."""
    row = fields.table("scoring")
    row.only("rule", "needs")
    needs = []
    for each in row.tables("needs"):
        each.only("strong", "medium", "weak", "medium_or_weak")
        needs.append(Need(**{name: each.whole(name) for name in each.values}))
    if not needs:
        raise row.fault("`needs` must say what makes a dimension positive.")
    patterns = tuple(_pattern(each, groups) for each in fields.tables("patterns"))
    return Rule(row.one_of("rule", RULES), tuple(needs), patterns)


def _pattern(row: Fields, groups: tuple[str, ...]) -> Pattern:
    row.only("key", "every", "none", "verify")
    # Each text of `every` names the dimensions of which one is enough: "D1 D2".
    every = tuple(tuple(text.split()) for text in row.texts("every"))
    none = row.texts("none")
    strange = sorted({*none, *(code for group in every for code in group)} - set(groups))
    if strange:
        raise row.fault(f"{strange[0]!r} is no dimension of this instrument.")
    verify = row.flag("verify", default=False)
    return Pattern(row.neutral_path("key"), every, none, verify)


def _listed(fields: Fields, name: str) -> tuple[str, ...]:
    found = fields.texts(name)
    if not found:
        raise fields.fault(f"`{name}` must not be empty.")
    return found


def _some_of(fields: Fields, name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    found = _listed(fields, name)
    if strange := sorted(set(found) - set(allowed)):
        raise fields.fault(f"`{name}` may have {', '.join(allowed)}, not {strange[0]!r}.")
    return found
