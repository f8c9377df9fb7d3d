"""What one row of an export becomes. Pure: nothing is read or written."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from waymark.reports.content import Content, Origin, Relation
from waymark.reports.importing.choices import Chosen
from waymark.reports.importing.dates import BadDay, read_moment
from waymark.reports.importing.fields import Field
from waymark.reports.importing.known import marks_of
from waymark.reports.importing.reading.table import FORMULA, Line
from waymark.reports.importing.words import UNSAID, YES, code_of, language_of
from waymark.reports.queries.queue import UNKNOWN_LANGUAGE
from waymark.web.workbooks.scanning import column_letters

LONGEST_CELL = 32_767  # characters; what a cell of a spreadsheet holds
SHOWN = 60


class Verdict(StrEnum):
    """What becomes of a row."""

    COMES = "comes"
    HERE = "here"
    LEFT_OUT = "left_out"


class LeftOut(ValueError):
    """A row that does not come in. Its text says why and what to do."""


@dataclass(frozen=True)
class Outcome:
    """A row that was read.

    Attributes:
        why: why it does not come in.
        notes: what was taken otherwise than it stood there.
        content: what will be sealed; None for what is left out.
        received: when the other hotline got it.
        language: a code, or that it is not known.
    """

    place: int
    verdict: Verdict
    why: str = ""
    notes: tuple[str, ...] = ()
    content: Content | None = field(default=None, repr=False)
    received: datetime | None = None
    language: str = UNKNOWN_LANGUAGE

    @property
    def marks(self) -> tuple[str, ...]:
        """What it is known by when it is brought again."""
        return self.content.origin.marks if self.content and self.content.origin else ()


@dataclass(frozen=True)
class Reader:
    """Reads rows of one table."""

    headings: tuple[str, ...]
    chosen: Chosen
    recipient_id: UUID
    now: datetime

    @cached_property
    def columns(self) -> dict[Field, list[int]]:
        """Which columns are taken for each field."""
        found: dict[Field, list[int]] = {}
        for at, each in enumerate(self.chosen.columns):
            found.setdefault(each, []).append(at)
        return found

    def read(self, line: Line) -> Outcome:
        """What a row becomes, whatever is here already."""
        try:
            return _Reading(self, line).outcome()
        except LeftOut as reason:
            return Outcome(line.place, Verdict.LEFT_OUT, str(reason))


class _Reading:
    """One row while it is read: what is noted, and what has no field of its own."""

    def __init__(self, reader: Reader, line: Line) -> None:
        self.reader, self.line = reader, line
        self.notes: list[str] = []
        self.further: list[str] = []
        self.came_by = ""

    def outcome(self) -> Outcome:
        """Everything that the row says. Raises LeftOut."""
        self._look_at_cells()
        received = self._received()
        what = self._text(Field.WHAT, "\n\n")
        if not what:
            raise LeftOut(_("It does not say what was reported."))
        language, content = self._language(), self._content(what)
        return Outcome(
            self.line.place,
            Verdict.COMES,
            notes=tuple(self.notes),
            content=content,
            received=received,
            language=language,
        )

    def _content(self, what: str) -> Content:
        relation, self.came_by = self._relation(), self._came_by()
        content = Content(
            what,
            relation=relation,
            urgent=self._yes(Field.URGENT),
            child=self._yes(Field.CHILD),
            where=self._text(Field.WHERE),
            when=self._text(Field.WHEN),
            may_contact=self._yes(Field.MAY_CONTACT),
            contact_how=self._text(Field.CONTACT_HOW),
            contact_when=self._text(Field.CONTACT_WHEN),
            contact_name=self._text(Field.CONTACT_NAME),
            never_do=self._text(Field.NEVER_DO),
        )
        return replace(content, origin=self._origin())

    def _origin(self) -> Origin:
        """Where it comes from; last, because by now all that has no field is known."""
        self._keep(Field.FURTHER)
        number = self._text(Field.NUMBER)
        chosen = self.reader.chosen
        return Origin(
            source=chosen.source,
            number=number,
            came_by=self.came_by,
            done=self._text(Field.DONE),
            further="\n".join(self.further),
            marks=marks_of(self.reader.recipient_id, chosen.source, number, self.line),
        )

    def _look_at_cells(self) -> None:
        if any(len(cell) > LONGEST_CELL for cell in self.line.cells):
            raise LeftOut(
                _("A cell is longer than 32,767 characters. Shorten it, or split the row.")
            )
        for column, mark in sorted(self.line.marks.items()):
            place = {"cell": f"{column_letters(column + 1)}{self.line.place}"}
            if mark != FORMULA:
                self.notes.append(_("%(cell)s shows an error: it stays empty.") % place)
            elif self.line.cell(column):
                self.notes.append(
                    _("%(cell)s is a formula: what the file last showed there is taken.") % place
                )
            else:
                self.notes.append(
                    _("%(cell)s is a formula without a result: it stays empty.") % place
                )

    def _text(self, wanted: Field, between: str = "\n") -> str:
        found = (self.line.cell(at) for at in self.reader.columns.get(wanted, ()))
        return between.join(text for text in found if text)

    def _received(self) -> datetime:
        chosen = self.reader.chosen
        clock = self._text(Field.TIME)
        try:
            found = read_moment(
                self._text(Field.RECEIVED), clock, chosen.order, ZoneInfo(chosen.zone),
                self.reader.now,
            )  # fmt: skip
        except BadDay as reason:
            raise LeftOut(str(reason)) from None
        if not found.time_read:
            self._not_known(Field.TIME if clock else Field.RECEIVED)
        return found.at

    def _language(self) -> str:
        said = self._text(Field.LANGUAGE)
        found = language_of(said) if said else UNKNOWN_LANGUAGE
        if found is None:
            self._not_known(Field.LANGUAGE)
        return found or UNKNOWN_LANGUAGE

    def _relation(self) -> str:
        said = self._text(Field.RELATION)
        code = code_of("relation", said) if said else UNSAID
        if code is None or (code == UNSAID and said):
            # Also what means that nothing is known: there are many words for it.
            self._not_known(Field.RELATION, quietly=code is not None)
        return code if code in Relation.values else Relation.UNSAID.value

    def _came_by(self) -> str:
        """A code, or what was written: it is shown as it is."""
        said = self._text(Field.CAME_BY)
        code = code_of("came_by", said) if said else ""
        if code is None:
            self._not_known(Field.CAME_BY, kept=True)
        return said if code is None else code

    def _yes(self, wanted: Field) -> bool:
        """Whether a cell says yes. What is neither yes nor no is told."""
        said = self._text(wanted)
        code = code_of(wanted.value, said) if said else ""
        if code is None:
            self._not_known(wanted)
        return code == YES

    def _not_known(self, wanted: Field, *, quietly: bool = False, kept: bool = False) -> None:
        """Words that no list has: told, and kept as they are unless a field holds them already."""
        said = " ".join(self._text(wanted).split())[:SHOWN]
        if not quietly:
            self.notes.append(
                _("%(field)s: “%(value)s” is not known here. It is kept as it is written.")
                % {"field": wanted.label, "value": said}
            )
        if not kept:
            self._keep(wanted)

    def _keep(self, wanted: Field) -> None:
        """Put cells under their headings among what has no field."""
        columns = self.reader.columns.get(wanted, [])
        cells = ((self.reader.headings[at], self.line.cell(at)) for at in columns)
        self.further += [f"{heading}: {text}" for heading, text in cells if text]
