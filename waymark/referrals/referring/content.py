"""What a packet holds, as it is sealed, and how it reads.

Values stay as they were recorded, codes and silences included, so that the receiver reads them in
their own language. The words that both sides exchange lie in the first packet, so that whatever
closes it closes them too.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from waymark.cases.answers import Answer
from waymark.cases.caseload.content import NAME, TEXT, said
from waymark.cases.fields.catalogue import every_field, spec_of
from waymark.cases.fields.codes import codes_for
from waymark.cases.fields.showing import in_words
from waymark.cases.queries.values import FILE, NOTE

# Names of the fields in what the sender keeps of a referral.
REASON, WORDS, RECEIVER, LATER = "reason", "words", "receiver", "later"
REASON_FIELD = "case.cas_ReasonForOutgoingReferral"


@dataclass(frozen=True)
class PackedFile:
    """A file that the release names, with its bytes; `file_id` is that of the case's file."""

    name: str
    body: bytes = field(repr=False)
    file_id: str = ""


@dataclass(frozen=True)
class Word:
    """A short answer from one side to the other. `at` is an ISO moment."""

    at: str
    from_receiver: bool
    text: str

    @property
    def moment(self) -> datetime:
        """When it was said."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Packed:
    """One packet opened: what is asked, and the values that left for it by field name.

    `lessened`: something of it has been erased since.
    """

    reason: str
    words: str
    values: Mapping[str, Any] = field(repr=False)
    files: tuple[PackedFile, ...] = ()
    exchanged: tuple[Word, ...] = ()
    lessened: bool = False

    def as_content(self) -> dict[str, Any]:
        """As it is sealed."""
        return {
            "reason": self.reason,
            "words": self.words,
            "values": dict(self.values),
            "files": [
                [each.name, b64encode(each.body).decode(), each.file_id] for each in self.files
            ],
            "exchanged": [[each.at, each.from_receiver, each.text] for each in self.exchanged],
            "lessened": self.lessened,
        }

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Packed":
        """Undo `as_content`."""
        return cls(
            reason=content.get("reason", ""),
            words=content.get("words", ""),
            values=content.get("values", {}),
            files=tuple(
                PackedFile(name, b64decode(body), *more)
                for name, body, *more in content.get("files", ())
            ),
            exchanged=tuple(Word(*each) for each in content.get("exchanged", ())),
            lessened=content.get("lessened", False),
        )

    def without(self, gone: Callable[[str], bool]) -> "Packed | None":
        """What is left without the fields, notes and files for which `gone` holds.

        None where that cannot be told, because a file was packed when files had no name here.
        """
        if any(not each.file_id for each in self.files):
            return None
        values = {name: value for name, value in self.values.items() if not gone(name)}
        files = tuple(each for each in self.files if not gone(f"{FILE}:{each.file_id}"))
        if len(values) == len(self.values) and files == self.files:
            return self
        return replace(self, values=values, files=files, lessened=True)


@dataclass(frozen=True)
class Line:
    """One field in the reader's language; several texts where there are several records."""

    label: str | Promise
    texts: list[str]


def lines_of(values: Mapping[str, Any]) -> list[Line]:
    """All values in words, in the order of the catalogue; files are listed apart."""
    return list(_lines(values))


def reason_in_words(code: str) -> str:
    """The reason of a referral in the reader's language."""
    return str(reasons().get(code, code))


def reasons() -> Mapping[str, str | Promise]:
    """Why somebody is referred on: the codes of HTCDS."""
    return codes_for(spec_of(REASON_FIELD))


def _lines(values: Mapping[str, Any]) -> Iterator[Line]:
    for spec in every_field():
        if spec.key in values:
            stored = values[spec.key]
            several = stored if isinstance(stored, list) else [stored]
            # Of several records some may not have the field.
            texts = [in_words(spec, Answer.from_json(each)) for each in several if each]
            if texts:
                yield Line(spec.label, texts)
    for name, stored in values.items():
        if name.startswith(f"{NOTE}:"):
            yield Line(_("Note"), [str(said(stored, TEXT))])


def file_name(stored: Mapping[str, Any]) -> str:
    """What a file of a case is called."""
    return str(said(stored, NAME)) or _("A file")


def is_file(name: str) -> bool:
    """Whether a field's name is a file's."""
    return name.startswith(f"{FILE}:")


def is_paper(name: str) -> bool:
    """Whether a field's name is a note's or a file's."""
    return is_file(name) or name.startswith(f"{NOTE}:")
