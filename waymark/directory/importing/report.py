"""What a plan says, row by row. It lives as long as its reader: in memory and an unnamed file.

SQLite's own temporary database holds it, which has no name in any folder and is gone with the
process. What a closed place says is never written into it.
"""

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from waymark.directory.importing import wording
from waymark.directory.importing.wording import PROBLEMS, Verdict

LONGEST_VALUE = 80
PAGE = 100


@dataclass(frozen=True)
class Line:
    """One thing said of one row. `old` and `new` are of changed fields."""

    verdict: Verdict
    entity: str
    id: str
    name: str
    file: str
    place: int
    code: str = ""
    field: str = ""
    value: str = ""
    changed: tuple[tuple[str, str, str], ...] = ()

    @property
    def kind(self) -> str:
        """What people call this kind of row."""
        return wording.entity_name(self.entity)

    @property
    def text(self) -> str:
        """The sentence about it; empty where the verdict says all."""
        if self.changed:
            return wording.changes(list(self.changed))
        return wording.sentence(self.code, self.field, self.value)


class Report:
    """Lines in the order in which they were said, and how many of each verdict."""

    def __init__(self, *, detail: bool = True) -> None:
        """With `detail`, rows that are simply new or stay are lines of their own as well."""
        self.detail = detail
        self.files: list[str] = []
        self.counts: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()
        self._db = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA secure_delete=ON")
        self._db.execute(
            "CREATE TABLE line (verdict TEXT, entity TEXT, id TEXT, name TEXT, file INT, place INT,"
            " code TEXT, field TEXT, value TEXT, changed TEXT)"
        )

    def clear(self) -> None:
        """Begin anew."""
        self.counts.clear()
        with self._lock:
            self._db.execute("DELETE FROM line")

    def count(self, verdict: Verdict, entity: str, number: int = 1) -> None:
        """Count rows without a line."""
        self.counts[verdict.value, entity] += number

    def say(
        self,
        verdict: Verdict,
        entity: str,
        row_id: str,
        where: tuple[int, int],
        *,
        code: str = "",
        name: str = "",
        field: str = "",
        value: object = "",
        changed: Iterable[tuple[str, object, object]] = (),
    ) -> None:
        """Add a line. `where` is the number of the file and the line in it."""
        pairs = [(each, short(old), short(new)) for each, old, new in changed]
        self.count(verdict, entity)
        self.add_lines(
            [
                (
                    verdict.value, entity, row_id, short(name), *where, code, field, short(value),
                    json.dumps(pairs) if pairs else "",
                )
            ]
        )  # fmt: skip

    def add_lines(self, rows: Iterable[tuple[object, ...]]) -> None:
        """Add ready lines; counting is the caller's."""
        with self._lock:
            self._db.executemany("INSERT INTO line VALUES (?,?,?,?,?,?,?,?,?,?)", rows)

    def hush(self, row_ids: Iterable[str]) -> None:
        """Take every value of these rows out again: they belong to a closed place."""
        with self._lock:
            self._db.execute("CREATE INDEX IF NOT EXISTS line_id ON line (id)")
            self._db.executemany(
                "UPDATE line SET value='', name='', changed='' WHERE id=?", [(i,) for i in row_ids]
            )

    def total(self, verdict: Verdict | None = None) -> int:
        """How many rows got this verdict, or any."""
        return sum(n for (each, _), n in self.counts.items() if verdict in (None, each))

    def length(self, verdicts: Iterable[Verdict] = tuple(Verdict)) -> int:
        """How many lines there are of these verdicts."""
        marks, values = _among(verdicts)
        with self._lock:
            query = f"SELECT count(*) FROM line WHERE verdict IN ({marks})"  # noqa: S608  marks only
            return int(self._db.execute(query, values).fetchone()[0])

    def lines(
        self, verdicts: Iterable[Verdict] = tuple(Verdict), start: int = 0, most: int = PAGE
    ) -> list[Line]:
        """Some of the lines of these verdicts, in order."""
        marks, values = _among(verdicts)
        with self._lock:
            rows = self._db.execute(
                f"SELECT * FROM line WHERE verdict IN ({marks}) ORDER BY rowid LIMIT ? OFFSET ?",  # noqa: S608
                [*values, most, start],
            ).fetchall()
        return [self._line(row) for row in rows]

    def every(self, verdicts: Iterable[Verdict] = tuple(Verdict)) -> Iterator[Line]:
        """All lines of these verdicts, page by page."""
        wanted, start = tuple(verdicts), 0
        while page := self.lines(wanted, start):
            yield from page
            start += len(page)

    def problems(self) -> Iterator[Line]:
        """What somebody should look at."""
        return self.every(PROBLEMS)

    def _line(self, row: tuple[str, str, str, str, int, int, str, str, str, str]) -> Line:
        verdict, entity, row_id, name, file, place, code, field, value, changed = row
        return Line(
            Verdict(verdict), entity, row_id, name,
            self.files[file] if 0 <= file < len(self.files) else "", place, code, field, value,
            tuple((n, o, w) for n, o, w in json.loads(changed)) if changed else (),
        )  # fmt: skip

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._db.close()


def short(value: object) -> str:
    """A value as a line shows it: one line, not too long."""
    text = " ".join(("" if value is None else str(value)).split())
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _among(verdicts: Iterable[Verdict]) -> tuple[str, list[str]]:
    values = [verdict.value for verdict in verdicts]
    return ", ".join("?" * len(values)), values
