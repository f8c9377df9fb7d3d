"""Follows the links of the public pages, from each language's first page."""

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePosixPath

from django.conf import settings

from waymark.exporting.asking import Answer, Asked
from waymark.exporting.places import EXIT, FILES, file_of, own_path
from waymark.exporting.tags import Page


def crawl(
    site: Asked, languages: Sequence[str], *, leave_out: Collection[str] = ()
) -> Iterator[tuple[str, Answer]]:
    """Every address that can be copied by its looks, with its answer, each once.

    Only pages that are copied lead on. `leave_out` are endings of files, such as ".pdf".
    """
    waiting = deque(["/", *(f"/{language}/" for language in languages)])
    found = set(waiting)
    while waiting:
        path = waiting.popleft()
        answer = site.ask(path, accept_language=languages[0])
        yield path, answer
        if not answer.is_page:
            continue
        for target in targets(path, answer):
            if target not in found and _to_ask(target, languages, leave_out):
                found.add(target)
                waiting.append(target)


def targets(path: str, page: Answer) -> list[str]:
    """The addresses of our own that a page leads to, in order."""
    links = Page(page.body.decode()).ways()
    found = (own_path(link, on=path, url=settings.PUBLIC_URL.rstrip("/")) for link in links)
    return [target for target in found if target]


def is_copied(path: str, answer: Answer) -> bool:
    """Whether this answer goes into the copy."""
    if path.endswith("/"):
        return answer.is_page
    return answer.is_file and FILES.get(PurePosixPath(path).suffix) == answer.type


def _to_ask(path: str, languages: Sequence[str], leave_out: Collection[str]) -> bool:
    first = path.split("/")[1]
    other = first in {code for code, _name in settings.LANGUAGES} and first not in languages
    left_out = PurePosixPath(path).suffix in leave_out
    return bool(file_of(path)) and path != EXIT and not other and not left_out
