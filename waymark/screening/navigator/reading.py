"""The questions and options: `data/navigator/navigator.toml` and one file of words a language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from waymark.directory.finding import form as finding
from waymark.directory.finding import needs as finding_needs
from waymark.learn.content import addresses, pages
from waymark.learn.content.fields import Fields, read_toml
from waymark.learn.content.folders import Shelf, files
from waymark.learn.content.review import REVIEW_FIELDS, Review, Source, review_of, sources_of
from waymark.learn.content.words import Words, read_words

OURS = Path(__file__).resolve().parents[1] / "data"
KIND = "navigator"
NEEDS = "needs"
THREE = ("yes", "no", "unsure")
KINDS = ("one", "many", "three", "country", "town", "language")
GROUPS = ("first", "more", "always")
# `page` may also name these, which are no pages of content.
RIGHTS = "rights"


@dataclass(frozen=True)
class Condition:
    """Holds where this answer was given to this question."""

    question: str
    answer: str


@dataclass(frozen=True)
class Question:
    """One question; `need` is the tick without which it is not asked."""

    id: str
    kind: str
    answers: tuple[str, ...] = ()
    need: str = ""


@dataclass(frozen=True)
class Step:
    """One screen. `when` empty: always shown."""

    id: str
    questions: tuple[Question, ...]
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Option:
    """One thing that may help, and the answers that lead to it."""

    id: str
    group: str
    page: str
    source: Source | None
    cites: tuple[Source, ...]
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    urgent: bool


@dataclass(frozen=True)
class Navigator:
    """Everything of the files."""

    steps: tuple[Step, ...]
    options: tuple[Option, ...]
    # By need: keys of the directory's needs.
    looks_for: Mapping[str, tuple[str, ...]]
    wishes: tuple[tuple[str, tuple[Condition, ...]], ...]
    most_follow_ups: int
    sources: tuple[Source, ...]
    review: Review
    words: Words

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its id, in order."""
        return {each.id: each for step in self.steps for each in step.questions}

    def step(self, identity: str) -> Step | None:
        """The step of that id, if there is one."""
        return next((step for step in self.steps if step.id == identity), None)

    def answer(self, question: str, value: str) -> str:
        """An answer in the language of the page."""
        kind = "three" if self.questions[question].kind == "three" else question
        return self.words(f"answers.{kind}.{value}")


def read_navigator() -> Navigator:
    """The navigator of the files; a file of the organisation takes the place of ours as a whole."""
    path = files(KIND, "navigator.toml", OURS)[-1]
    fields = Fields(path, read_toml(path))
    fields.only("sources", "steps", "needs", "wishes", "options", "most_follow_ups", *REVIEW_FIELDS)
    steps = tuple(_step(row) for row in fields.tables("steps"))
    if not steps:
        raise fields.fault("needs at least one screen, written as [[steps]].")
    asked = {each.id: each for step in steps for each in step.questions}
    _check_conditions(fields, (each for step in steps for each in step.when), asked)
    sources = {source.id: source for source in sources_of(fields)}
    found = Navigator(
        steps=steps,
        options=tuple(_option(row, sources, asked) for row in fields.tables("options")),
        looks_for=dict(_need(row, asked) for row in fields.tables("needs")),
        wishes=tuple(_wish(row, asked) for row in fields.tables("wishes")),
        most_follow_ups=fields.whole("most_follow_ups"),
        sources=tuple(sources.values()),
        review=review_of(fields),
        words=read_words(KIND, OURS),
    )
    if missing := next((key for key in keys_of(found) if not found.words(key, "en")), ""):
        raise fields.fault(f"en.toml has no words for {missing!r}.")
    return found


def keys_of(navigator: Navigator) -> Iterator[str]:
    """Every text that the pages show, by its key in the files of words."""
    yield from (f"steps.{step.id}.title" for step in navigator.steps)
    for question in navigator.questions.values():
        yield f"questions.{question.id}"
        kind = "three" if question.kind == "three" else question.id
        yield from (f"answers.{kind}.{value}" for value in question.answers)
    for option in navigator.options:
        yield from (f"options.{option.id}.{part}" for part in ("title", "text"))


navigator = Shelf(read_navigator)


def _step(row: Fields) -> Step:
    row.only("id", "questions", "when")
    questions = tuple(_question(each) for each in row.tables("questions"))
    return Step(row.neutral_path("id"), questions, _conditions(row, "when"))


def _question(row: Fields) -> Question:
    row.only("id", "kind", "answers", "need")
    kind = row.one_of("kind", KINDS)
    answers = THREE if kind == "three" else row.texts("answers")
    if bool(answers) is (kind not in {"one", "many", "three"}):
        raise row.fault("`answers` is for the kinds one and many, which need some.")
    return Question(row.neutral_path("id"), kind, answers, row.text("need", ""))


def _option(row: Fields, sources: Mapping[str, Source], asked: Mapping[str, Question]) -> Option:
    row.only("id", "group", "page", "source", "cites", "when", "unless", "urgent")
    named = row.text("source", "")
    cited = [named] if named else []
    if strange := sorted({*cited, *row.texts("cites")} - set(sources)):
        raise row.fault(f"{strange[0]!r} is no source of this file.")
    option = Option(
        id=row.neutral_path("id"),
        group=row.one_of("group", GROUPS),
        page=_page(row),
        source=sources.get(named),
        cites=tuple(sources[each] for each in (*cited, *row.texts("cites"))),
        when=_conditions(row, "when"),
        unless=_conditions(row, "unless"),
        urgent=row.flag("urgent", default=False),
    )
    _check_conditions(row, (*option.when, *option.unless), asked)
    if bool(option.when) is (option.group == "always"):
        raise row.fault("an option has `when`, or the group `always`.")
    return option


def _page(row: Fields) -> str:
    slug = row.text("page", "")
    if slug and slug not in {RIGHTS, *pages.library(), *addresses.named()}:
        raise row.fault(f"there is no page {slug!r}.")
    return slug


def _need(row: Fields, asked: Mapping[str, Question]) -> tuple[str, tuple[str, ...]]:
    row.only("id", "directory")
    identity, keys = row.text("id"), row.texts("directory")
    _check_conditions(row, [Condition(NEEDS, identity)], asked)
    if strange := sorted(set(keys) - set(finding_needs.by_key())):
        raise row.fault(f"the directory knows no need {strange[0]!r}.")
    return identity, keys


def _wish(row: Fields, asked: Mapping[str, Question]) -> tuple[str, tuple[Condition, ...]]:
    row.only("wish", "when")
    when = _conditions(row, "when")
    _check_conditions(row, when, asked)
    return row.one_of("wish", finding.WISHES), when


def _conditions(row: Fields, name: str) -> tuple[Condition, ...]:
    return tuple(Condition(*text.split("=", 1)) for text in row.texts(name) if _is_pair(row, text))


def _is_pair(row: Fields, text: str) -> bool:
    if text.count("=") != 1:
        raise row.fault(f"{text!r} must be written question=answer.")
    return True


def _check_conditions(
    row: Fields, conditions: Iterable[Condition], asked: Mapping[str, Question]
) -> None:
    for each in conditions:
        if each.question not in asked or each.answer not in asked[each.question].answers:
            raise row.fault(f"no question has the answer {each.question}={each.answer}.")
