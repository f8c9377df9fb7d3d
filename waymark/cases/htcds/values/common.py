"""What all readers of values share."""

from dataclasses import dataclass

from waymark.cases.htcds.answers import Answer, Silence
from waymark.cases.htcds.names import plain
from waymark.web.workbooks.cells import Raw

SILENCES = {
    "notasked": Silence.NOT_ASKED,
    "unknown": Silence.UNKNOWN,
    "notknown": Silence.UNKNOWN,
    "dontknow": Silence.UNKNOWN,
    "declined": Silence.DECLINED,
    "declinedtoanswer": Silence.DECLINED,
    "prefernottosay": Silence.DECLINED,
    "refused": Silence.DECLINED,
}


class Refused(ValueError):
    """A cell that cannot be read. Its text says why and what to do, and repeats no answer."""


@dataclass(frozen=True)
class Taken:
    """An answer, and why it is not what stood in the file: empty where it is just that."""

    answer: Answer
    why: str = ""


def silence_of(raw: Raw) -> Silence | None:
    """Why there is no answer, where the words say so."""
    return SILENCES.get(plain(raw)) if isinstance(raw, str) else None
