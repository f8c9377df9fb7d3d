"""The texts of posters: which there are, whom their lines may be for, and their words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from waymark.contacts.wording import Audience
from waymark.learn.content.faults import ContentError
from waymark.learn.content.fields import Fields, read_toml
from waymark.learn.content.folders import Shelf, files
from waymark.learn.content.review import REVIEW_FIELDS, Review, Source, review_of, sources_of
from waymark.learn.content.words import SOURCE_LANGUAGE, Words, read_words

KIND = "posters"
FRAME = (
    "talk", "before", "stop", "trace", "speaks", "whom", "hours_unknown", "passes_on_unknown",
    "danger", "more", "none", "line_dates", "use_until", "text_dates", "code",
)  # fmt: skip
# The most signs a text may have: more of them, and the letters would have to be too small.
LONGEST = {"heading": 60, "line": 110, "card": 40, "card_text": 110, "title": 60, "about": 160}
FEWEST_LINES, MOST_LINES = 3, 5


@dataclass(frozen=True)
class Poster:
    """One text, in every language that has its words."""

    id: str
    lines_for: tuple[str, ...]
    sources: tuple[Source, ...]
    review: Review
    words: Words

    @property
    def title(self) -> str:
        """What the text is called in a list."""
        return self.words(f"posters.{self.id}.title")

    @property
    def about(self) -> str:
        """Where such a poster would hang."""
        return self.words(f"posters.{self.id}.about")

    def text(self, name: str, language: str) -> str:
        """One of its texts in a language; empty where there is none."""
        return self.words(f"posters.{self.id}.{name}", language)

    def lines(self, language: str) -> list[str]:
        """Its lines in a language, in order."""
        found = (self.text(f"line{number}", language) for number in range(1, MOST_LINES + 1))
        return [line for line in found if line]

    def speaks(self, language: str) -> bool:
        """Whether everything on it is in that language, so that none is half translated."""
        texts = self.words.texts.get(language, {})
        return all(texts.get(key) for key in self.printed_keys())

    def language(self) -> str:
        """The language it is printed in for this reader: theirs, or else English."""
        wanted = get_language() or SOURCE_LANGUAGE
        return wanted if self.speaks(wanted) else SOURCE_LANGUAGE

    def printed_keys(self) -> list[str]:
        """The keys of every text that is printed."""
        names = [f"line{number}" for number in range(1, len(self.lines(SOURCE_LANGUAGE)) + 1)]
        own = [f"posters.{self.id}.{name}" for name in ("heading", *names, "card", "card_text")]
        return [*own, *(f"frame.{name}" for name in FRAME)]


def read_posters() -> Mapping[str, Poster]:
    """Every text by its id, the organisation's in place of ours. Raises ContentError."""
    words = read_words(KIND)
    found: dict[str, Poster] = {}
    sources: dict[str, Source] = {}
    for path in files(KIND, "posters.toml"):
        fields = Fields(path, read_toml(path))
        fields.only("sources", "posters", *REVIEW_FIELDS)
        sources |= {source.id: source for source in sources_of(fields)}
        review = review_of(fields)
        for row in fields.tables("posters"):
            poster = _poster(row, sources, review, words)
            found[poster.id] = poster
    return found


posters = Shelf(read_posters)


def filled(text: str, **values: str) -> str:
    """A text with what its {names} stand for; any other brace stays what it is."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def languages_of(poster: Poster) -> list[str]:
    """The languages of this site that a text can be printed in."""
    return [code for code, _name in settings.LANGUAGES if poster.speaks(code)]


def _poster(row: Fields, sources: Mapping[str, Source], review: Review, words: Words) -> Poster:
    row.only("id", "sources", "lines_for")
    named = row.texts("sources")
    if strange := sorted(set(named) - set(sources)):
        raise row.fault(f"`sources` names {strange[0]!r}, which is no source of this file.")
    audiences = row.texts("lines_for")
    if strange := sorted(set(audiences) - set(Audience.values)):
        raise row.fault(f"`lines_for` may have {', '.join(Audience.values)}, not {strange[0]!r}.")
    cited = tuple(sources[name] for name in named)
    poster = Poster(row.neutral_path("id"), audiences, cited, review, words)
    for sentence in _faults(poster):
        raise ContentError(row.path, sentence)
    return poster


def _faults(poster: Poster) -> Iterator[str]:
    """What keeps a text from being printed, in any language."""
    if not poster.speaks(SOURCE_LANGUAGE):
        yield f"en.toml does not have every text of the poster {poster.id!r}."
    if len(poster.lines(SOURCE_LANGUAGE)) < FEWEST_LINES:
        yield f"en.toml must have line1 to line{FEWEST_LINES} of the poster {poster.id!r}."
    for language in poster.words.texts:
        for name, text in _texts(poster, language):
            most = LONGEST["line" if name.startswith("line") else name]
            if len(text) > most:
                yield (
                    f"{language}.toml: {name} of the poster {poster.id!r} has {len(text)} signs: "
                    f"say it in {most}."
                )


def _texts(poster: Poster, language: str) -> list[tuple[str, str]]:
    names = ("title", "about", "heading", "card", "card_text")
    lines = (f"line{number}" for number in range(1, MOST_LINES + 1))
    return [(name, poster.text(name, language)) for name in (*names, *lines)]
