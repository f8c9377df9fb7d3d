"""Lessons: one TOML file for each lesson and language, `lessons/<slug>/<language>.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import get_language

from waymark.learn.content.faults import ContentError
from waymark.learn.content.fields import LANGUAGE, PATH, Fields, read_toml
from waymark.learn.content.folders import Shelf, files
from waymark.learn.content.review import REVIEW_FIELDS, Review, Source, review_of, sources_of

KIND = "lessons"
SOURCE_LANGUAGE = "en"
AUDIENCES = ("public", "students", "health", "hospitality", "hotline")
TAKEN_PATHS = ("later",)  # an address of its own beside the lessons
MOST_QUESTIONS = 15  # a code keeps a number of marks in four bits
LONGEST_SLUG = 100  # as long as the tables of counts take
FEWEST_CHOICES, MOST_CHOICES = 2, 6
LESSON_FIELDS = (
    "title", "path", "audience", "minutes", "reading_age", "summary", "version", "guide",
    "sources", "scenes", "questions", *REVIEW_FIELDS,
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """What somebody could do in a scene, whether it helps, and what happens next."""

    text: str
    helps: bool
    reply: str


@dataclass(frozen=True)
class Scene:
    """A small situation, and what somebody could do in it."""

    text: str
    ask: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Question:
    """A question, its answers, which of them is right (from 0) and why."""

    text: str
    why: str
    answers: tuple[str, ...]
    right: int

    @property
    def right_answer(self) -> str:
        """The one that is right, in words."""
        return self.answers[self.right]


@dataclass(frozen=True, eq=False)
class Lesson:
    """One lesson in one language. A new `version` means that its questions changed."""

    slug: str
    language: str
    title: str
    path: str
    audience: str
    minutes: int
    reading_age: int
    summary: str
    version: int
    review: Review
    sources: tuple[Source, ...] = field(repr=False)
    scenes: tuple[Scene, ...] = field(repr=False)
    questions: tuple[Question, ...] = field(repr=False)
    guide: str = field(repr=False)
    file: Path = field(repr=False)

    @property
    def source_ids(self) -> tuple[str, ...]:
        """The ids of its sources, in the order of their numbers."""
        return tuple(source.id for source in self.sources)


Library = Mapping[str, Mapping[str, Lesson]]


def read_library() -> Library:
    """Every lesson by slug and language, the organisation's in place of ours.

    Raises ContentError.
    """
    found: dict[str, dict[str, Lesson]] = {}
    for path in files(KIND, "*/*.toml"):
        lesson = read_lesson(path)
        found.setdefault(lesson.slug, {})[lesson.language] = lesson
    return found


library = Shelf(read_library)


def read_lesson(path: Path) -> Lesson:
    """The lesson in a file. Raises ContentError that names the field to mend."""
    fields = Fields(path, read_toml(path))
    fields.only(*LESSON_FIELDS)
    if not LANGUAGE.fullmatch(path.stem):
        raise ContentError(path, "must be named after its language, like en.toml.")
    return Lesson(
        slug=_slug(path),
        language=path.stem,
        title=fields.text("title"),
        path=_path(fields),
        audience=fields.one_of("audience", AUDIENCES),
        minutes=_positive(fields, "minutes"),
        reading_age=_positive(fields, "reading_age"),
        summary=fields.text("summary"),
        version=_positive(fields, "version"),
        review=review_of(fields),
        sources=sources_of(fields),
        scenes=tuple(_scene(row) for row in _some(fields, "scenes", 1, MOST_QUESTIONS)),
        questions=tuple(_question(row) for row in _some(fields, "questions", 1, MOST_QUESTIONS)),
        guide=fields.text("guide", ""),
        file=path,
    )


def _slug(path: Path) -> str:
    slug = path.parent.name
    if not PATH.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        raise ContentError(
            path,
            "must be in a folder whose name has small letters, digits and hyphens only, "
            f"{LONGEST_SLUG} at most.",
        )
    return slug


def lessons() -> list[Lesson]:
    """Every lesson in the language of the reader or else the one it has, by audience."""
    found = [in_language(versions) for versions in library().values()]
    return sorted(found, key=lambda one: (AUDIENCES.index(one.audience), one.title))


def lesson_at(path: str) -> Lesson | None:
    """The lesson at a neutral path, likewise."""
    return next((lesson for lesson in lessons() if lesson.path == path), None)


def editions() -> list[Lesson]:
    """Every lesson in every language."""
    return [lesson for versions in library().values() for lesson in versions.values()]


def in_language(versions: Mapping[str, Lesson]) -> Lesson:
    """The version that a reader gets: their language, else English, else the first there is."""
    for language in (get_language() or "", SOURCE_LANGUAGE):
        if language in versions:
            return versions[language]
    return next(iter(versions.values()))


def _path(fields: Fields) -> str:
    path = fields.neutral_path("path")
    if path in TAKEN_PATHS:
        raise fields.fault(f"`path` must not be {path!r}: this site needs that address itself.")
    return path


def _positive(fields: Fields, name: str) -> int:
    value = fields.whole(name)
    if value < 1:
        raise fields.fault(f"`{name}` must be 1 or more.")
    return value


def _some(fields: Fields, name: str, fewest: int, most: int) -> list[Fields]:
    rows = fields.tables(name)
    if not fewest <= len(rows) <= most:
        raise fields.fault(f"it needs {fewest} to {most} [[{name}]], and has {len(rows)}.")
    return rows


def _scene(row: Fields) -> Scene:
    row.only("text", "ask", "choices")
    rows = _some(row, "choices", FEWEST_CHOICES, MOST_CHOICES)
    choices = tuple(_choice(each) for each in rows)
    if not any(choice.helps for choice in choices):
        raise row.fault("at least one choice must help: set `helps` to true.")
    return Scene(row.text("text"), row.text("ask"), choices)


def _choice(row: Fields) -> Choice:
    row.only("text", "helps", "reply")
    return Choice(row.text("text"), row.flag("helps"), row.text("reply"))


def _question(row: Fields) -> Question:
    row.only("text", "why", "choices")
    rows = _some(row, "choices", FEWEST_CHOICES, MOST_CHOICES)
    for each in rows:
        each.only("text", "right")
    right = [number for number, each in enumerate(rows) if each.flag("right")]
    if len(right) != 1:
        raise row.fault(f"exactly one choice must be right, and {len(right)} are.")
    answers = tuple(each.text("text") for each in rows)
    if len(set(answers)) < len(answers):
        raise row.fault("two choices have the same words.")
    return Question(row.text("text"), row.text("why"), answers, right[0])
