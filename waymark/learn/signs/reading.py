"""Signs: what somebody may notice, where, with its source and what else it may mean."""

from collections.abc import Mapping
from dataclasses import dataclass

from waymark.learn.content.faults import ContentError
from waymark.learn.content.fields import Fields, read_toml
from waymark.learn.content.folders import Shelf, files
from waymark.learn.content.review import Review, Source, review_of, sources_of
from waymark.learn.content.words import Words, read_words

PLACES = ("home", "school", "clinic", "hotel", "transport", "work", "online")
LOOKERS = ("anyone", "family", "teacher", "health", "staff", "employer")
KIND = "signs"


@dataclass(frozen=True)
class Sign:
    """One sign. Those for trained staff only invite profiling and stay off the public site."""

    id: str
    places: tuple[str, ...]
    lookers: tuple[str, ...]
    source: Source
    staff_only: bool
    verify: bool
    words: Words

    @property
    def text(self) -> str:
        """What may be noticed, in the language of the page."""
        return self.words(f"signs.{self.id}.text")

    @property
    def also(self) -> str:
        """What else it may mean."""
        return self.words(f"signs.{self.id}.also")


@dataclass(frozen=True)
class Signs:
    """Every sign, with the words around them."""

    every: tuple[Sign, ...]
    sources: tuple[Source, ...]
    review: Review
    words: Words

    def public(self, place: str = "", looker: str = "") -> list[Sign]:
        """The signs for everybody, at a place or for somebody who looks."""
        return [sign for sign in self.chosen(place, looker) if not sign.staff_only]

    def chosen(self, place: str = "", looker: str = "") -> list[Sign]:
        """The signs at a place or for somebody who looks, those for trained staff too."""
        return [
            sign
            for sign in self.every
            if (not place or place in sign.places) and (not looker or looker in sign.lookers)
        ]

    def sources_of(self, chosen: list[Sign]) -> list[Source]:
        """The sources that these signs name, in the order of the file."""
        named = {sign.source.id for sign in chosen}
        return [source for source in self.sources if source.id in named]


def read_signs() -> Signs:
    """The signs of the files; one of the organisation takes the place of ours with its id."""
    words = read_words(KIND)
    found: dict[str, Sign] = {}
    sources: dict[str, Source] = {}
    review: Review | None = None
    for path in files(KIND, "signs.toml"):
        fields = Fields(path, read_toml(path))
        fields.only("sources", "signs", "reviewed_by", "reviewed_on", "review_due")
        sources |= {source.id: source for source in sources_of(fields)}
        review = review_of(fields)
        for row in fields.tables("signs"):
            sign = _sign(row, sources, words)
            found[sign.id] = sign
    if review is None:
        raise LookupError("signs.toml is missing from the installation")
    return Signs(tuple(found.values()), tuple(sources.values()), review, words)


signs = Shelf(read_signs)


def _sign(row: Fields, sources: Mapping[str, Source], words: Words) -> Sign:
    row.only("id", "places", "lookers", "source", "staff_only", "verify")
    identity = row.neutral_path("id")
    if not words(f"signs.{identity}.text", "en"):
        raise row.fault(f"en.toml has no words for the sign {identity!r}.")
    return Sign(
        id=identity,
        places=_some_of(row, "places", PLACES),
        lookers=_some_of(row, "lookers", LOOKERS),
        source=sources[row.one_of("source", sources)],
        staff_only=row.flag("staff_only", default=False),
        verify=row.flag("verify", default=False),
        words=words,
    )


def _some_of(row: Fields, name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    values = row.texts(name)
    if not values or set(values) - set(allowed):
        raise ContentError(row.path, f"{row.place}: `{name}` may have {', '.join(allowed)}.")
    return values
