"""Pages: one Markdown file for each page and language, with a front matter between `+++` lines."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from waymark.learn.content import folders
from waymark.learn.content.addresses import address
from waymark.learn.content.faults import ContentError
from waymark.learn.content.fields import LANGUAGE, Fields, parse_toml, read_text
from waymark.learn.content.folders import Shelf
from waymark.learn.content.markdown import to_html
from waymark.learn.content.review import REVIEW_FIELDS, Review, Source, review_of, sources_of

FRONT_MATTER = re.compile(r"\A\ufeff?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*\r?$", re.DOTALL | re.M)
SECTIONS = ("what", "who", "do", "rights", "support", "change")
SOURCE_LANGUAGE = "en"
PAGE_FIELDS = (
    "title", "path", "section", "order", "summary", "reading_age", "country", "sources",
    *REVIEW_FIELDS,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Page:
    """One page in one language."""

    slug: str
    language: str
    title: str
    path: str
    section: str
    order: int
    summary: str
    reading_age: int
    review: Review
    sources: tuple[Source, ...]
    body: str = field(repr=False)
    file: Path = field(repr=False)
    country: str = ""

    @property
    def html(self) -> SafeString:
        """The body as safe HTML, with links in the language of the reader."""
        return _rendered(self, get_language() or SOURCE_LANGUAGE)


Library = Mapping[str, Mapping[str, Page]]


def read_library() -> Library:
    """Every page by slug and language, the organisation's in place of ours. Raises ContentError."""
    found: dict[str, dict[str, Page]] = {}
    for path in folders.files("pages", "*/*.md"):
        page = read_page(path)
        found.setdefault(page.slug, {})[page.language] = page
    return found


library = Shelf(read_library)


def read_page(path: Path) -> Page:
    """The page in a file. Raises ContentError that names the field to mend."""
    front, body = _split(path, read_text(path))
    fields = Fields(path, parse_toml(path, front))
    fields.only(*PAGE_FIELDS)
    if not LANGUAGE.fullmatch(path.stem):
        raise ContentError(path, "must be named after its language, like en.md.")
    return Page(
        slug=path.parent.name,
        language=path.stem,
        title=fields.text("title"),
        path=fields.neutral_path("path"),
        section=fields.one_of("section", SECTIONS),
        order=fields.whole("order"),
        summary=fields.text("summary"),
        reading_age=fields.whole("reading_age"),
        review=review_of(fields),
        sources=sources_of(fields),
        body=body,
        file=path,
        country=fields.text("country", "").upper(),
    )


def page_at(path: str) -> Page | None:
    """The page at a neutral path, in the language of the reader or else the one it has."""
    for versions in library().values():
        page = in_language(versions)
        if page.path == path:
            return page
    return None


def page_called(slug: str) -> Page | None:
    """The page with that slug, likewise."""
    versions = library().get(slug)
    return in_language(versions) if versions else None


def pages_of(section: str, country: str = "") -> list[Page]:
    """The pages of a section in order; with a country, only those about it."""
    found = [in_language(versions) for versions in library().values()]
    found = [p for p in found if p.section == section and (not country or p.country == country)]
    return sorted(found, key=lambda page: (page.order, page.title))


def in_language(versions: Mapping[str, Page]) -> Page:
    """The version that a reader gets: their language, else English, else the first there is."""
    for language in (get_language() or "", SOURCE_LANGUAGE):
        if language in versions:
            return versions[language]
    return next(iter(versions.values()))


def _split(path: Path, text: str) -> tuple[str, str]:
    found = FRONT_MATTER.match(text)
    if not found:
        raise ContentError(path, "must begin with a front matter between two lines of +++.")
    return found[1], text[found.end() :].strip()


@lru_cache(maxsize=2000)
def _rendered(page: Page, _language: str) -> SafeString:
    ids = [source.id for source in page.sources]
    return to_html(page.body, sources=ids, address=address)
