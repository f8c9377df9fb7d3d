"""Services, what stood in their way, and how things stand at closure: lists with words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from waymark.cases.htcds.standard import codes_of
from waymark.cases.reference.lists import OURS, entries, head_of, only_list
from waymark.cases.reference.sources import Cited, cited, source_named
from waymark.learn.content.fields import PATH, Fields
from waymark.learn.content.folders import Shelf
from waymark.learn.content.review import Review
from waymark.learn.content.words import Words, read_words

KIND = "support"
UNITS = ("hours", "sessions", "nights", "amount")
BARRIER_GROUPS = ("service", "access", "safety", "person", "other")
ASKED = ("record", "person")
PLANS = tuple(code.name for code in codes_of("spl_Type"))  # the types of a support plan


@dataclass(frozen=True)
class Service:
    """A kind of service. `funder`: its name in the funder's list, where that list was read."""

    id: str
    unit: str
    plan: str
    funder: str
    source: Cited | None
    words: Words = field(repr=False)

    @property
    def label(self) -> str:
        """Its name, in the reader's language."""
        return self.words(f"services.{self.id}.label")

    @property
    def help(self) -> str:
        """What it is, in a sentence."""
        return self.words(f"services.{self.id}.help")

    @property
    def unit_label(self) -> str:
        """In what it is counted."""
        return self.words(f"units.{self.unit}")


@dataclass(frozen=True)
class Barrier:
    """Something that stood in the way of a service."""

    id: str
    group: str
    source: Cited | None
    words: Words = field(repr=False)

    @property
    def label(self) -> str:
        """What it was, in the reader's language."""
        return self.words(f"barriers.{self.id}")


@dataclass(frozen=True)
class Dimension:
    """One thing to say at closure, by the record or by the person; never a score."""

    id: str
    asked: str
    codes: tuple[str, ...]
    source: Cited | None
    words: Words = field(repr=False)

    @property
    def label(self) -> str:
        """Its name, or the question to the person."""
        return self.words(f"dimensions.{self.id}.label")

    def choices(self) -> list[tuple[str, str]]:
        """The codes with their words, in their order."""
        return [(code, self.words(f"dimensions.{self.id}.{code}")) for code in self.codes]


@dataclass(frozen=True)
class Support:
    """The three lists, their words and reviews."""

    services: Mapping[str, Service]
    barriers: Mapping[str, Barrier]
    outcomes: Mapping[str, Dimension]
    reviews: Mapping[str, Review]
    words: Words

    def asked_of(self, who: str) -> list[Dimension]:
        """The dimensions that the record, or the person, answers. Raises KeyError for neither."""
        if who not in ASKED:
            raise KeyError(who)
        return [each for each in self.outcomes.values() if each.asked == who]


def read_support() -> Support:
    """The lists of the files. Raises ContentError for one that cannot be used."""
    words = read_words(KIND, OURS)
    files = {name: only_list(KIND, name) for name in ("services", "barriers", "outcomes")}
    readers = {name: _Reader(cited(fields), words) for name, fields in files.items()}
    tables = {"services": "services", "barriers": "barriers", "outcomes": "dimensions"}
    reviews = {f"{name}.toml": head_of(files[name], table) for name, table in tables.items()}
    rows = {name: files[name].tables(table) for name, table in tables.items()}
    return Support(
        services=entries(rows["services"], readers["services"].service),
        barriers=entries(rows["barriers"], readers["barriers"].barrier),
        outcomes=entries(rows["outcomes"], readers["outcomes"].dimension),
        reviews=reviews,
        words=words,
    )


support = Shelf(read_support)


@dataclass(frozen=True)
class _Reader:
    """Reads the entries of one file."""

    sources: Mapping[str, Cited]
    words: Words

    def service(self, row: Fields) -> Service:
        row.only("id", "unit", "plan", "funder", "source")
        identity, source = row.neutral_path("id"), source_named(row, self.sources)
        self._needs(row, f"services.{identity}.label", f"services.{identity}.help")
        if "funder" in row.values and source is None:
            raise row.fault("`funder` needs a `source`: the list in which the name stands.")
        plan = row.one_of("plan", PLANS) if "plan" in row.values else ""
        unit = row.one_of("unit", UNITS)
        return Service(identity, unit, plan, row.text("funder", ""), source, self.words)

    def barrier(self, row: Fields) -> Barrier:
        row.only("id", "group", "source")
        identity = row.neutral_path("id")
        self._needs(row, f"barriers.{identity}")
        group = row.one_of("group", BARRIER_GROUPS)
        return Barrier(identity, group, source_named(row, self.sources), self.words)

    def dimension(self, row: Fields) -> Dimension:
        row.only("id", "asked", "codes", "source")
        identity, codes = row.neutral_path("id"), row.texts("codes")
        if len(codes) < 2 or len(set(codes)) < len(codes):
            raise row.fault("`codes` needs two answers or more, and each once.")
        for code in codes:
            # A number as an answer would be a score, whatever its words say.
            if not PATH.fullmatch(code) or code.isdigit():
                raise row.fault(f"{code!r} must be a word of small letters and hyphens.")
        names = ("label", *codes)
        self._needs(row, *(f"dimensions.{identity}.{name}" for name in names))
        asked, source = row.one_of("asked", ASKED), source_named(row, self.sources)
        return Dimension(identity, asked, codes, source, self.words)

    def _needs(self, row: Fields, *keys: str) -> None:
        for key in keys:
            if not self.words(key, "en"):
                raise row.fault(f"en.toml has no words {key}.")
