"""Keeping the index. Call these inside the transaction that changes the directory.

One writer at a time: SQLite has no more, and on PostgreSQL a lock on the keys sees to it, because
each writer counts what it lists. Readers do not wait.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import starmap
from uuid import UUID

from django.db import connection, transaction

from waymark.directory.models.search import SearchKey, SearchRow
from waymark.directory.search import keys, tables
from waymark.directory.search.book import Book
from waymark.directory.search.entry import Entry, Posting, entry_of
from waymark.directory.search.loading import among, chunks, ids_are_texts, load
from waymark.directory.search.types import Indexable
from waymark.directory.words import words_of

Progress = Callable[[int], None]
CHUNK = 5_000
# SQLite takes at most 32,766 numbers in one statement, and a posting is named by three.
MOST_NAMED = 5_000


def replace(rows: Iterable[Indexable]) -> None:
    """Index these rows, each instead of what is indexed under its id. What is the same stays."""
    with _one_writer():
        book = Book()
        for some in chunks(rows, CHUNK):
            _replace({row.service_at_location_id: row for row in some}, book)
        book.save()


def remove(service_at_location_ids: Iterable[UUID]) -> None:
    """Forget these rows; ids that are not indexed are passed over."""
    with _one_writer():
        book = Book()
        for some in chunks(service_at_location_ids, CHUNK):
            _forget(list(_stored(some).values()), book)
        book.save()


def rebuild(rows: Iterable[Indexable], progress: Progress | None = None) -> int:
    """Empty the index and fill it anew, as a stream; returns how many rows it then holds.

    Each id may come once. `progress` is told how many rows are read, every 5,000. On PostgreSQL
    searches wait at the very end, and VACUUM should follow, so that they need not look at the
    table.
    """
    total = 0
    with _one_writer(), connection.cursor() as cursor:
        SearchRow.objects.all().delete()
        SearchKey.objects.all().delete()
        book = Book()
        tables.create_staging(cursor)
        for some in chunks(rows, CHUNK):
            entries = _entries(some, {}, book)
            _load_rows(entries)
            load(tables.STAGING, tables.POSTING_COLUMNS, _postings(entries, book))
            total += len(entries)
            if progress:
                progress(total)
        book.save()
        tables.refill_from_staging(cursor)
    return total


@contextmanager
def _one_writer() -> Iterator[None]:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE directory_key IN SHARE ROW EXCLUSIVE MODE")
        yield


def _replace(wanted: dict[UUID, Indexable], book: Book) -> None:
    known = _stored(wanted)
    entries = _entries(wanted.values(), known, book)
    changed = [e for e in entries if e != known.get(e.service_at_location_id)]
    _forget(
        [known[e.service_at_location_id] for e in changed if e.service_at_location_id in known],
        book,
    )
    _load_rows(changed)
    load(tables.POSTING, tables.POSTING_COLUMNS, sorted(_postings(changed, book)))


def _stored(ids: Iterable[UUID]) -> dict[UUID, Entry]:
    rows = SearchRow.objects.filter(service_at_location_id__in=among(ids))
    return {
        entry.service_at_location_id: entry
        for entry in starmap(Entry, rows.values_list(*tables.ROW_COLUMNS))
    }


def _entries(items: Iterable[Indexable], known: Mapping[UUID, Entry], book: Book) -> list[Entry]:
    """What is to be stored; a row that is known keeps its number."""
    read = [(item, words_of(item.words)) for item in items]
    named = [(item, words, keys.names_of(item, words)) for item, words in read]
    book.learn({name for _, _, names in named for name in names})
    entries = []
    for item, words, names in named:
        before = known.get(item.service_at_location_id)
        row = before.row if before else book.next_row()
        entries.append(entry_of(item, words, row, map(book.number, names)))
    return entries


def _load_rows(entries: list[Entry]) -> None:
    rows = (entry.with_texts() for entry in entries) if ids_are_texts() else entries
    load("directory_row", tables.ROW_COLUMNS, rows)


def _postings(entries: list[Entry], book: Book) -> list[Posting]:
    """The postings of new entries, counted."""
    made = [posting for entry in entries for posting in entry.postings()]
    book.count((posting[0] for posting in made), 1)
    return made


def _forget(entries: list[Entry], book: Book) -> None:
    """Take rows and their postings out, and count that."""
    named = [(key, entry.cell, entry.row) for entry in entries for key in entry.key_numbers]
    book.count((key for key, _, _ in named), -1)
    for some in chunks(sorted(named), MOST_NAMED):
        marks = ", ".join(["(%s, %s, %s)"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM directory_posting WHERE (key, cell, row) IN (VALUES {marks})",  # noqa: S608
                [number for each in some for number in each],
            )
    SearchRow.objects.filter(row__in=[entry.row for entry in entries]).delete()
