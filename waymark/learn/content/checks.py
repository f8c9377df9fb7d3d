"""What is wrong with the content, in sentences: for `waymark content check` and for the tests."""

import re
from collections.abc import Iterator, Mapping

from waymark.learn.content import addresses
from waymark.learn.content.faults import ContentError
from waymark.learn.content.markdown import citations, page_links, plain_text, strange_links
from waymark.learn.content.pages import SOURCE_LANGUAGE, Library, Page, read_library
from waymark.learn.content.reading import measure, reading_age

LONGEST_SENTENCE = {"en": 30, "es": 34, "vi": 40, "ar": 30}
# Seven digits or more with little between them, unless they are two years.
TELEPHONE = re.compile(
    r"(?<![\w/.-])(?!(?:19|20)\d\d.{1,3}(?:19|20)\d\d\b)\+?\(?\d(?:[ .()-]{0,2}\d){6,14}"
)


def problems() -> list[str]:
    """Every problem of the pages, one sentence each, the file first."""
    try:
        library = read_library()
    except ContentError as fault:
        return [str(fault)]
    return [
        *(f"{page.file}: {text}" for page in _every(library) for text in page_problems(page)),
        *(f"{page.file}: {text}" for page in _every(library) for text in _links(page, library)),
        *_paths(library),
        *(text for versions in library.values() for text in parity(versions)),
    ]


def page_problems(page: Page) -> Iterator[str]:
    """What is wrong with one page by itself."""
    ids = {source.id for source in page.sources}
    cited = citations(page.body)
    for strange in sorted(cited - ids):
        yield f"cites [^{strange}], which is no source of this file."
    for unused in sorted(ids - cited):
        yield f"has the source {unused!r}, which no sentence cites."
    for link in sorted(strange_links(page.body)):
        yield f"links to {link!r}: only sources lead outside; link to pages with page:slug."
    if page.review.overdue:
        yield f"was due for review on {page.review.due}: check it and set the dates anew."
    words = plain_text(page.body)
    yield from telephone_problems(words)
    yield from reading_problems(words, page.language, page.reading_age)


def telephone_problems(text: str) -> Iterator[str]:
    """Telephone numbers in a text, where nobody checks them again."""
    for number in TELEPHONE.findall(text):
        yield f"has the telephone number {number!r}: numbers stand with the contacts only."


def reading_problems(text: str, language: str, most: int) -> Iterator[str]:
    """Whether a plain text asks for older readers than it says, or has a sentence too long."""
    age = reading_age(text, language)
    if age > most + 0.5:
        yield f"reads at {age} years of age, more than its {most}: use shorter sentences and words."
    longest = measure(text, language).longest
    if longest > LONGEST_SENTENCE.get(language, 30):
        yield f"has a sentence of {longest} words: make two of it."


def parity(versions: Mapping[str, Page]) -> Iterator[str]:
    """What differs between the languages of one page and must not."""
    model = versions.get(SOURCE_LANGUAGE) or next(iter(versions.values()))
    for page in versions.values():
        for name in ("path", "section", "order", "country"):
            if getattr(page, name) != getattr(model, name):
                yield f"{page.file}: `{name}` differs from {model.file.name}."
        if {s.id: s.url for s in page.sources} != {s.id: s.url for s in model.sources}:
            yield f"{page.file}: its sources differ from those of {model.file.name}."
        if page.body.count("\n## ") != model.body.count("\n## "):
            yield f"{page.file}: it has other headings than {model.file.name}."
        if page_links(page.body) != page_links(model.body):
            yield f"{page.file}: it links to other pages than {model.file.name}."


def _links(page: Page, library: Library) -> Iterator[str]:
    known = set(library) | addresses.named()
    for slug in sorted(page_links(page.body) - known):
        yield f"links to page:{slug}, and there is no such page."


def _paths(library: Library) -> Iterator[str]:
    taken: dict[tuple[str, str], str] = {}
    for page in _every(library):
        other = taken.setdefault((page.path, page.language), page.slug)
        if other != page.slug:
            yield f"{page.file}: the page {other!r} already has the path {page.path!r}."


def _every(library: Library) -> list[Page]:
    return [page for versions in library.values() for page in versions.values()]
