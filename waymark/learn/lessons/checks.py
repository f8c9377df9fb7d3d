"""What is wrong with the lessons, in sentences: for `waymark content check` and for the tests."""

from collections.abc import Iterator, Mapping

from waymark.learn.content import addresses
from waymark.learn.content.checks import reading_problems, telephone_problems
from waymark.learn.content.faults import ContentError
from waymark.learn.content.markdown import citations, page_links, plain_text, strange_links
from waymark.learn.content.pages import library as pages
from waymark.learn.lessons.codes import edition
from waymark.learn.lessons.reading import SOURCE_LANGUAGE, Lesson, Library, read_library

OWN = ("path", "audience", "minutes", "version")


def problems() -> list[str]:
    """Every problem of the lessons, one sentence each, the file first."""
    try:
        library = read_library()
    except ContentError as fault:
        return [str(fault)]
    every = [lesson for versions in library.values() for lesson in versions.values()]
    return [
        *(f"{lesson.file}: {text}" for lesson in every for text in lesson_problems(lesson)),
        *(text for versions in library.values() for text in parity(versions)),
        *_taken(library),
    ]


def lesson_problems(lesson: Lesson) -> Iterator[str]:
    """What is wrong with one lesson by itself."""
    cited = citations("\n".join(_marked(lesson)))
    listed = set(lesson.source_ids)
    for strange in sorted(cited - listed):
        yield f"cites [^{strange}], which is no source of this file."
    for unused in sorted(listed - cited):
        yield f"has the source {unused!r}, which no sentence cites."
    yield from _links(lesson)
    if lesson.review.overdue:
        yield f"was due for review on {lesson.review.due}: check it and set the dates anew."
    yield from telephone_problems(plain_text("\n".join(_marked(lesson))))
    yield from reading_problems(learner_text(lesson), lesson.language, lesson.reading_age)


def learner_text(lesson: Lesson) -> str:
    """The words that a learner reads, without marks, a paragraph a line."""
    return "\n".join(plain_text(text) for text in _read(lesson))


def parity(versions: Mapping[str, Lesson]) -> Iterator[str]:
    """What differs between the languages of one lesson and must not."""
    model = versions.get(SOURCE_LANGUAGE) or next(iter(versions.values()))
    for lesson in versions.values():
        for name in OWN:
            if getattr(lesson, name) != getattr(model, name):
                yield f"{lesson.file}: `{name}` differs from {model.file.name}."
        for name, same in (("sources", _urls), ("scenes", _helps), ("questions", _rights)):
            if same(lesson) != same(model):
                yield f"{lesson.file}: its {name} are not those of {model.file.name}, in order."
        if bool(lesson.guide) != bool(model.guide):
            yield f"{lesson.file}: only one of it and {model.file.name} has a guide."


def _urls(lesson: Lesson) -> list[tuple[str, str]]:
    return [(source.id, source.url) for source in lesson.sources]


def _helps(lesson: Lesson) -> list[tuple[list[bool], set[str]]]:
    return [
        ([choice.helps for choice in scene.choices], citations(scene.text))
        for scene in lesson.scenes
    ]


def _rights(lesson: Lesson) -> list[tuple[int, int, set[str]]]:
    return [(len(one.answers), one.right, citations(one.why)) for one in lesson.questions]


def _read(lesson: Lesson) -> Iterator[str]:
    yield from (lesson.title + ".", lesson.summary)
    for scene in lesson.scenes:
        yield from (scene.text, scene.ask)
        for choice in scene.choices:
            yield from (choice.text, choice.reply)
    for question in lesson.questions:
        yield from (question.text, question.why, *question.answers)


def _marked(lesson: Lesson) -> Iterator[str]:
    yield from (*_read(lesson), lesson.guide)


def _links(lesson: Lesson) -> Iterator[str]:
    known = set(pages()) | addresses.named()
    for text in _marked(lesson):
        for link in sorted(strange_links(text)):
            yield f"links to {link!r}: only sources lead outside; link to pages with page:slug."
        for slug in sorted(page_links(text) - known):
            yield f"links to page:{slug}, and there is no such page."


def _taken(library: Library) -> Iterator[str]:
    paths: dict[str, str] = {}
    marks: dict[bytes, Lesson] = {}
    for versions in library.values():
        for lesson in versions.values():
            other = paths.setdefault(lesson.path, lesson.slug)
            if other != lesson.slug:
                yield f"{lesson.file}: the lesson {other!r} already has the path {lesson.path!r}."
            twin = marks.setdefault(edition(lesson), lesson)
            if twin is not lesson:
                yield f"{lesson.file}: codes could not tell it from {twin.file}: rename its folder."
