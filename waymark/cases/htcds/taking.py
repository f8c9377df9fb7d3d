"""Takes the cells of one row, one after the other, and keeps what happened to each."""

from django.utils.translation import gettext as _

from waymark.cases.htcds.answers import Answer, HtcdsRow, Silence
from waymark.cases.htcds.dry_run import Cell, RowRun, Verdict
from waymark.cases.htcds.standard import FIELDS
from waymark.cases.htcds.values import Raw, Refused, as_shown, read_value
from waymark.cases.htcds.written import answer_as_text


class Taking:
    """One row while it is read.

    Attributes:
        answers: what is taken so far.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self._cells: list[Cell] = []
        self._accepted = 0

    def take(self, place: str, field: str, raw: Raw, doubt: str = "") -> None:
        """Take a cell for a field; a blank one says nothing. `doubt`: what to check about it."""
        try:
            taken = read_value(field, raw)
        except Refused as refused:
            self.refuse(place, field, raw, str(refused))
            return
        if taken is None:
            return
        self.answers[field] = taken.answer
        why = " ".join(filter(None, (taken.why, doubt)))
        if why:
            self._change(place, field, as_shown(raw), why)
        else:
            self._accepted += 1

    def hush(self, place: str, field: str, word: str) -> None:
        """Take a note of ours on why a field has no answer."""
        if field not in FIELDS or word not in set(Silence):
            why = _("This note on a silence was changed: ask again.")
            self.refuse(place, field if field in FIELDS else "", f"{field}={word}", why)
        elif field in self.answers:
            why = _("There is an answer now: the note that there was none is dropped.")
            self._change(place, field, word, why)
        else:
            self.answers[field] = Answer(silence=Silence(word))
            self._accepted += 1

    def refuse(self, place: str, field: str, raw: Raw, why: str) -> None:
        """Keep a cell that is not taken, with the reason; a blank one is nothing to refuse."""
        was = as_shown(raw)
        if was.strip():
            self._cells.append(Cell(place, field, Verdict.REFUSED, was, "", why))

    def run(self, place: str) -> RowRun:
        """What happened to the row, without its record."""
        return RowRun(place, self._accepted, tuple(self._cells))

    def refuse_all(self, place: str, why: str) -> RowRun:
        """What happened, where the row as a whole has no place to go."""
        for field, answer in self.answers.items():
            self._cells.append(Cell(place, field, Verdict.REFUSED, answer_as_text(answer), "", why))
        kept = tuple(cell for cell in self._cells if cell.verdict is Verdict.REFUSED)
        return RowRun(place, 0, kept)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stood in the row."""
        return not self._accepted and not self._cells

    def _change(self, place: str, field: str, was: str, why: str) -> None:
        becomes = answer_as_text(self.answers[field])
        self._cells.append(Cell(place, field, Verdict.CHANGED, was, becomes, why))


def silences_of(row: HtcdsRow) -> dict[str, str]:
    """The fields that have no answer, and the word for why."""
    return {name: answer.silence.value for name, answer in row.items() if answer.silence}
