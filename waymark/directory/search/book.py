"""The numbers of keys and rows, and how many postings each key has, while something is written."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.db.models import Max, Min

from waymark.directory.models.search import SearchKey, SearchRow
from waymark.directory.search import keys
from waymark.directory.search.loading import load


class Book:
    """Hands out numbers and counts postings; `save` writes what changed.

    Every row is listed under key 0, terms and the like under positive numbers, words under
    negative ones. Only one writer may have a book: see `writing.locked`.
    """

    def __init__(self) -> None:
        ends = SearchKey.objects.aggregate(first=Min("key"), last=Max("key"))
        self._first, self._last = min(ends["first"] or 0, 0), max(ends["last"] or 0, 0)
        self._row = SearchRow.objects.aggregate(last=Max("row"))["last"] or 0
        self._numbers: dict[str, int] = {}
        self._new: dict[int, str] = {}
        self._added: Counter[int] = Counter()

    def next_row(self) -> int:
        """A number for a row that is new."""
        self._row += 1
        return self._row

    def learn(self, names: set[str]) -> None:
        """Know the numbers of these names, with new ones for those that have none."""
        missing = names - self._numbers.keys()
        stored = SearchKey.objects.filter(name__in=missing).values_list("name", "key")
        self._numbers.update(stored)
        for name in sorted(missing - self._numbers.keys()):
            self._numbers[name] = number = self._number_for(name)
            self._new[number] = name

    def number(self, name: str) -> int:
        """The number of a name that was learnt."""
        return self._numbers[name]

    def count(self, numbers: Iterable[int], step: int) -> None:
        """Note a posting more (1) or less (-1) under each key."""
        for number, times in Counter(numbers).items():
            self._added[number] += step * times

    def save(self) -> None:
        """Write new keys and counts; keys without a posting go."""
        new = ((number, name, self._added.pop(number, 0)) for number, name in self._new.items())
        load("directory_key", ("key", "name", "rows"), new)
        changes = [(step, number) for number, step in sorted(self._added.items()) if step]
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE directory_key SET rows = rows + %s WHERE key = %s", changes)
        SearchKey.objects.filter(rows__lte=0).delete()

    def _number_for(self, name: str) -> int:
        if name == keys.EVERY_NAME:
            return keys.EVERY
        if keys.is_prefix(name):
            self._first -= 1
            return self._first
        self._last += 1
        return self._last
