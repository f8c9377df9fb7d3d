"""Counts leave without a release, because nobody can be told from them: only protected tables do.

A report pack asks here. What makes a table safe is disclosure control, which alone makes the type
that is taken; a table of true counts is refused, and so is one that is broken down by a field that
says who somebody is.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import InitVar, dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, NoReturn

from django.db import transaction
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.fields.catalogue import Identifying, spec_of

if TYPE_CHECKING:
    from waymark.evidence.disclosure import Protected

_MADE_HERE = object()


class WhyNot(Enum):
    """Why no counts leave."""

    NOT_PROTECTED = "not_protected"
    IDENTIFYING = "identifying"
    UNKNOWN_FIELD = "unknown_field"
    NOTHING = "nothing"


SENTENCES: dict[WhyNot, Promise] = {
    WhyNot.NOT_PROTECTED: _("A table was not protected against small counts. Nothing has left."),
    WhyNot.IDENTIFYING: _("A field of these tables says who somebody is. Nothing has left."),
    WhyNot.UNKNOWN_FIELD: _("A field of these tables does not exist any more. Nothing has left."),
    WhyNot.NOTHING: _("There is no table. Nothing has left."),
}


class CountsRefused(Exception):
    """No counts leave; `sentence` says why."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why.value)
        self.why = why
        self.sentence = SENTENCES[why]


@dataclass(frozen=True)
class Counts:
    """Tables that may leave now; made here alone, for the block of `counts_leaving` only."""

    tables: tuple["Protected", ...] = field(repr=False)
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _MADE_HERE:
            raise TypeError("only the gate lets counts leave")

    def __reduce__(self) -> NoReturn:
        raise TypeError("what leaves is neither stored nor sent on as it is")


@contextmanager
def counts_leaving(
    fields: Collection[str], tables: Sequence["Protected"], *, about: Model, by: Worker
) -> Iterator[Counts]:
    """Let protected tables out for the time of the block, which is one transaction, and audit it.

    `fields` are all that the tables count or are broken down by, named as the gate names them
    (`record.field`); `about` is what the log names, such as the run of a pack. Permission is the
    caller's. Raises CountsRefused, which is audited whatever becomes of the caller; so it has to
    be the outermost transaction, and raises RuntimeError inside another.
    """
    refused = _refusal(fields, tables)
    with transaction.atomic(durable=True):
        if refused is None:
            yield Counts(tuple(tables), _MADE_HERE)
            audit.record(Event.DATA_LEFT, by=by, target=about)
            return
        audit.record(Event.DATA_REFUSED, by=by, target=about)
    raise refused


def _refusal(fields: Iterable[str], tables: Sequence["Protected"]) -> CountsRefused | None:
    # It loads SciPy, for which pages that count nothing should not wait.
    from waymark.evidence.disclosure import Protected

    if not tables:
        return CountsRefused(WhyNot.NOTHING)
    # The very type: a class of somebody's own that looks like it has not passed disclosure control.
    if any(type(table) is not Protected for table in tables):
        return CountsRefused(WhyNot.NOT_PROTECTED)
    try:
        direct = any(spec_of(name).identifying is Identifying.DIRECT for name in fields)
    except KeyError:  # a note or a file, too: none of them is counted
        return CountsRefused(WhyNot.UNKNOWN_FIELD)
    return CountsRefused(WhyNot.IDENTIFYING) if direct else None
