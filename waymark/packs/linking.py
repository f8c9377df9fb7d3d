"""Tables of a new run together with all that was published of the same people before.

Time is cut into pieces, so that two periods share pieces or have none in common. A piece is a set
of slices: the people of one month who were recorded between two runs. What was published of a
slice stays as it was counted then, so that a later total can never differ from it by the few whose
record was changed. Every piece is protected as if it were shown, although only the period is:
so nothing that readers can subtract from anything is small.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from waymark.evidence.disclosure import Cell, Dimension, Reason, Release, Table
from waymark.evidence.disclosure import cell as address
from waymark.packs.definitions import ALL, Population, Question
from waymark.packs.tally import JOIN, Slices

if TYPE_CHECKING:
    from waymark.evidence.disclosure import Protected

TIME, ELSEWHERE, NO = "counted in", "elsewhere", "no"
SMALL = 5
Shown = dict[str, dict[str, int | None]]  # by table and labels
Piece = str


@dataclass(frozen=True)
class Edition:
    """What one run counted anew, and what it shows (nothing yet, for the new one)."""

    months: frozenset[str]
    slices: Slices = field(repr=False)
    tables: tuple[str, ...]
    shown: Shown = field(default_factory=dict, repr=False)
    why: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Made:
    """The protected tables of a run, and what they show of its period."""

    protected: tuple["Protected", ...] = field(repr=False)
    shown: Shown
    why: dict[str, dict[str, str]] = field(repr=False)


class Pieces:
    """The pieces into which the months of some editions fall."""

    def __init__(self, editions: Sequence[Edition]) -> None:
        self.editions = editions
        by_runs: dict[frozenset[int], list[tuple[str, int]]] = {}
        for at, edition in enumerate(editions):
            for month in sorted(edition.months):
                runs = (r for r in range(at, len(editions)) if month in editions[r].months)
                by_runs.setdefault(frozenset(runs), []).append((month, at))
        self.slices = {f"piece {n}": rows for n, rows in enumerate(by_runs.values())}
        self._runs = {f"piece {n}": runs for n, runs in enumerate(by_runs)}

    @property
    def names(self) -> tuple[Piece, ...]:
        """All pieces."""
        return tuple(self.slices)

    def of_run(self, run: int) -> tuple[Piece, ...]:
        """The pieces of the period of a run, as far as it had been recorded then."""
        return tuple(name for name in self.names if run in self._runs[name])

    def count(self, pieces: Iterable[Piece], table: str, labels: str) -> int:
        """How many there are in some pieces."""
        return sum(
            self.editions[at].slices.get(month, {}).get(table, {}).get(labels, 0)
            for piece in pieces
            for month, at in self.slices[piece]
        )

    def until(self, pieces: Collection[Piece]) -> tuple[Piece, ...]:
        """The pieces whose people can have an answer in these; none where others can, too.

        Whoever has an answer was counted in that month or before. Where all months from January
        on are in some piece, readers know in which.
        """
        last = max(month for piece in pieces for month, _ in self.slices[piece])
        known = {month for rows in self.slices.values() for month, _ in rows}
        if any(f"{last[:5]}{month:02}" not in known for month in range(1, int(last[5:]) + 1)):
            return ()
        return tuple(n for n in self.names if min(month for month, _ in self.slices[n]) <= last)


class Linking:
    """The tables of all editions, the last one the new one, in the same dimensions."""

    def __init__(self, population: Population, editions: Sequence[Edition]) -> None:
        self.population = population
        self.pieces = Pieces(editions)
        self.editions = editions
        self.new = len(editions) - 1
        self._groups = self._all_groups()

    def protect(self) -> Made:
        """Protect the new edition. Raises TableError, CannotProtect."""
        # It loads SciPy, for which pages that protect nothing should not wait.
        from waymark.evidence.disclosure import protect

        asked = list(self._asked())
        tables = [self._table(table, labels) for table, labels in asked]
        made = protect(tables, k=SMALL, earlier=list(self._earlier()))
        mine = self.pieces.of_run(self.new)
        shown: Shown = {table: {} for table in (ALL, *self.editions[self.new].tables)}
        why: dict[str, dict[str, str]] = {table: {} for table in shown}
        for (table, each), protected in zip(asked, made, strict=True):
            for labels in each:
                at = self._at(table, labels, mine)
                shown[table][labels] = protected.shown[at]
                if at in protected.why:
                    why[table][labels] = protected.why[at].value
        self._zeros(shown)
        return Made(tuple(made), shown, why)

    def _zeros(self, shown: Shown) -> None:
        """Answers that nobody ever gave are shown too: a table lists all that may be answered."""
        for table in self.editions[self.new].tables:
            for question in self.population.asked_by(table):
                if question.many:
                    found = shown[table]
                    shown[table] = {each: found.get(each, 0) for each in question.categories}

    def _asked(self) -> Iterable[tuple[str, list[str]]]:
        """Each table with its cells; a question with several answers is a table for each."""
        for table in (ALL, *self.editions[self.new].tables):
            questions = self.population.asked_by(table)
            if questions and questions[0].many:
                yield from ((table, [each]) for each in self._given(questions[0]))
            else:
                yield table, _products(questions)

    def _given(self, question: Question) -> list[str]:
        """The answers that somebody gave, in any edition."""
        given = {
            labels
            for edition in self.editions
            for cells in edition.slices.values()
            for labels in cells.get(question.id, {})
        }
        return [each for each in question.categories if each in given]

    def _table(self, table: str, labels: Iterable[str]) -> Table:
        labels = list(labels)
        mine = self.pieces.of_run(self.new)
        cells = {
            self._at(table, each, pieces): self.pieces.count(pieces, table, each)
            for each in labels
            for pieces in (mine, *((name,) for name in self.pieces.names))
        }
        dimensions = self._dimensions(table, labels)
        return Table(f"{table} {labels[0]}", self.population.id, dimensions, cells)

    def _earlier(self) -> Iterable[Release]:
        for run in range(self.new):
            edition, pieces = self.editions[run], self.pieces.of_run(run)
            for table, cells in edition.shown.items():
                many = self._is_many(table)
                given = self._given(self.population.asked_by(table)[0]) if many else []
                kept = {key: each for key, each in cells.items() if not many or key in given}
                parts = [{key: each} for key, each in kept.items()] if many else [kept]
                for part in parts:
                    yield self._release(f"{run} {table}", table, part, run, pieces)

    def _release(
        self,
        name: str,
        table: str,
        part: Mapping[str, int | None],
        run: int,
        pieces: tuple[Piece, ...],
    ) -> Release:
        said = self.editions[run].why.get(table, {})
        return Release(
            name,
            self.population.id,
            self._dimensions(table, list(part)),
            {self._at(table, labels, pieces): count for labels, count in part.items()},
            {self._at(table, each, pieces): Reason(said[each]) for each in part if each in said},
        )

    def _at(self, table: str, labels: str, pieces: Sequence[Piece]) -> Cell:
        """The address of a cell in some pieces."""
        if self._is_many(table):
            before = self.pieces.until(pieces)
            when = {TIME: self._label(before)} if before else {}
            return address({f"{table}: {labels}": self._label(pieces), **when})
        names = () if table == ALL else table.split("+")
        pairs = zip(names, labels.split(JOIN) if labels else (), strict=True)
        return address({TIME: self._label(pieces), **dict(pairs)})

    def _dimensions(self, table: str, labels: Sequence[str]) -> tuple[Dimension, ...]:
        time = Dimension(TIME, (*self.pieces.names, ELSEWHERE), self._groups)
        if self._is_many(table):
            name = f"{table}: {labels[0]}"
            return time, Dimension(name, (*self.pieces.names, NO), self._groups)
        questions = self.population.asked_by(table)
        return time, *(Dimension(each.id, each.categories) for each in questions)

    def _is_many(self, table: str) -> bool:
        return any(question.many for question in self.population.asked_by(table))

    def _label(self, pieces: Sequence[Piece]) -> str:
        return pieces[0] if len(pieces) == 1 else " and ".join(pieces)

    def _all_groups(self) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
        """Every set of pieces that an address names."""
        periods = [self.pieces.of_run(run) for run in range(len(self.editions))]
        named = [*periods, *((name,) for name in self.pieces.names)]
        sets = {*periods, *(self.pieces.until(each) for each in named if each)}
        return tuple((self._label(each), each) for each in sorted(sets) if len(each) > 1)


def _products(questions: Sequence[Question]) -> list[str]:
    found = [""]
    for question in questions:
        found = [f"{one}{JOIN}{each}" if one else each for one in found for each in question.fixed]
    return found
