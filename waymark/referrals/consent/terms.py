"""What a release says, as it is sealed.

The gate reads `covers` and `receiver_name`, which stand on their own; all else is below `terms`,
`given` and `text`, and what has left under the release below `left`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

Content = dict[str, Any]


@dataclass(frozen=True)
class Terms:
    """Whom a release lets have what, and what for.

    Attributes:
        receiver: the name of the receiver as workers and the person read it.
        named: whether that name is all there is: the receiver is in no list of ours.
        kinds: kinds of field; whatever is on record of them when the person agrees.
        fields: single fields, by the gate's names.
        purpose: a code of the list of purposes.
        purpose_words: the purpose in the person's own words; never empty for `other`.
        language: three letters of ISO 639-2: the language in which the person is told.
    """

    receiver: str
    named: bool
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    purpose: str = ""
    purpose_words: str = ""
    language: str = ""

    @property
    def complete(self) -> bool:
        """Whether the person can be asked about it."""
        return bool((self.kinds or self.fields) and self.purpose and self.language)


@dataclass(frozen=True)
class Given:
    """How a release was given, and by whom.

    Attributes:
        how: a code of the list of ways.
        witness: who was there; never empty for a verbal release.
        interpreter: who interpreted; empty where nobody needed to.
        place: where the rules about young people come from, such as US-CA; empty for adults.
        age: in whole years, None if nobody knows; adults are not asked for theirs.
        basis: how the worker knows that a young person may agree alone.
        guardian: who agreed as well, and guardian_is what they are to the person.
    """

    how: str
    witness: str = ""
    interpreter: str = ""
    place: str = ""
    age: int | None = None
    basis: str = ""
    guardian: str = ""
    guardian_is: str = ""


@dataclass(frozen=True)
class GivenText:
    """What the person was told: a title, and parts of a heading and lines, in one language."""

    language: str
    title: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def words(self) -> int:
        """How many words there are to read aloud."""
        lines = (line for heading, lines in self.parts for line in (heading, *lines))
        return sum(len(text.split()) for text in (self.title, *lines))


@dataclass(frozen=True)
class Said:
    """All that a release says."""

    terms: Terms
    covers: tuple[str, ...] = ()
    given: Given | None = None
    text: GivenText | None = None
    left: tuple[Mapping[str, Any], ...] = field(default=())

    def agreed(self, covers: tuple[str, ...], given: Given, text: GivenText) -> "Said":
        """The same once the person has agreed."""
        return replace(self, covers=covers, given=given, text=text)

    def as_content(self) -> Content:
        """As it is sealed."""
        return {
            "covers": list(self.covers),
            "receiver_name": self.terms.receiver if self.terms.named else "",
            "terms": asdict(self.terms),
            "given": asdict(self.given) if self.given else None,
            "text": asdict(self.text) if self.text else None,
            "left": list(self.left),
        }

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Said":
        """Undo `as_content`."""
        terms, given, text = (content.get(key) for key in ("terms", "given", "text"))
        return cls(
            terms=_terms(terms or {}, str(content.get("receiver_name", ""))),
            covers=tuple(content.get("covers", ())),
            given=Given(**given) if given else None,
            text=_text(text) if text else None,
            left=tuple(content.get("left", ())),
        )


def _terms(stored: Mapping[str, Any], receiver_name: str) -> Terms:
    read = {"receiver": receiver_name, "named": bool(receiver_name), **stored}
    return Terms(**{**read, **{key: tuple(read.get(key, ())) for key in ("kinds", "fields")}})


def _text(stored: Mapping[str, Any]) -> GivenText:
    parts = tuple((str(heading), tuple(lines)) for heading, lines in stored["parts"])
    return GivenText(str(stored["language"]), str(stored["title"]), parts)
