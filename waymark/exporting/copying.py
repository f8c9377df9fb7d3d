"""Writes the copy: all of it, or nothing."""

import logging
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from waymark.directory.exporting.files import new_folder
from waymark.exporting import beside
from waymark.exporting.asking import BROKEN, Answer, Asked
from waymark.exporting.crawling import crawl, is_copied
from waymark.exporting.numbers import Numbers
from waymark.exporting.pages import Original, Surroundings, turned
from waymark.exporting.places import EXIT_FILE, file_of
from waymark.exporting.tags import Page
from waymark.web import queries
from waymark.web.copies import for_a_copy
from waymark.web.hosts import reachable

Progress = Callable[[int], None]
FOR_ALL_TO_READ = 0o755
OTHERS_DO_NOT_WRITE = 0o022


@dataclass(frozen=True)
class Copied:
    """What was written. `address` is where what needs the internet leads; empty for nowhere."""

    pages: int
    files: int
    until: date | None
    address: str


def export(
    target: Path,
    languages: Sequence[str],
    *,
    leave_out: Collection[str] = (),
    progress: Progress = lambda written: None,
) -> Copied:
    """Copy the public pages in these languages into a folder. Needs the public site's settings.

    `leave_out` are endings of files that are not copied, such as ".pdf". Nothing appears under
    `target` before all of it is written. Raises NotOurs where a folder is in the way that is no
    copy, Broken where a page of the site is broken, OSError where the disk refuses.
    """
    with (
        new_folder(target, beside.MARK) as folder,
        _readable(folder),
        for_a_copy(),
        _faults_only(),
    ):
        originals, files = _gather(folder, languages, leave_out, progress)
        address = reachable(settings.PUBLIC_URL)
        places = {path: file_of(path) for path in [*originals, *files]}
        url = settings.PUBLIC_URL.rstrip("/")
        today = timezone.localdate(timezone=ZoneInfo(queries.site().time_zone))
        around = Surroundings(places, url, address, today)
        until = _turn(folder, originals, around)
        _write_beside(folder, beside.Facts(around.day, tuple(languages), address, until))
    return Copied(len(originals), len(files), until, address)


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    """What everybody may see may be served by another user of the machine."""
    before = os.umask(OTHERS_DO_NOT_WRITE)
    try:
        with suppress(PermissionError):  # a stick's file system may know no such thing
            folder.chmod(FOR_ALL_TO_READ)
        yield
    finally:
        os.umask(before)


@contextmanager
def _faults_only() -> Iterator[None]:
    """That a page is not to be had just now, such as a form that nobody reads, is no fault."""
    logger = logging.getLogger("django.request")
    logger.addFilter(_is_fault)
    try:
        yield
    finally:
        logger.removeFilter(_is_fault)


def _is_fault(record: logging.LogRecord) -> bool:
    return getattr(record, "status_code", BROKEN) == BROKEN


def _gather(
    folder: Path, languages: Sequence[str], leave_out: Collection[str], progress: Progress
) -> tuple[dict[str, Original], list[str]]:
    """Write every file, and remember every page until it is known where its links lead."""
    pages: dict[str, Original] = {}
    files: list[str] = []
    for path, answer in crawl(Asked(settings.PUBLIC_URL), languages, leave_out=leave_out):
        if not is_copied(path, answer):
            continue
        if answer.is_page:
            pages[path] = _original(path, answer)
        else:
            files.append(path)
            _write(folder, file_of(path), answer.body)
        progress(len(pages) + len(files))
    return pages, files


def _original(path: str, answer: Answer) -> Original:
    policy = answer.headers["content-security-policy"]
    return Original(path, answer.body.decode(), policy, answer.headers["content-language"])


def _turn(folder: Path, originals: dict[str, Original], around: Surroundings) -> date | None:
    """Write every page; returns until when all their numbers hold."""
    numbers = Numbers()
    ends: list[date] = []
    for path, original in originals.items():
        page = Page(original.source)
        until = numbers.until(page)
        ends += [until] if until else []
        _write(folder, around.files[path], turned(original, around, until, page).encode())
    return min(ends, default=None)


def _write_beside(folder: Path, facts: beside.Facts) -> None:
    texts = {
        EXIT_FILE: beside.exit_page(queries.site().exit_url),
        beside.HEADERS: beside.headers(),
        beside.README: beside.readme(facts),
        beside.MARK: beside.mark(facts),
    }
    for name, text in texts.items():
        _write(folder, name, text.encode())


def _write(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
