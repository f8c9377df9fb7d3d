"""What a partner sends, as it is sealed: what is asked, the values, and the consent behind them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from waymark.cases.answers import Answer
from waymark.referrals.referring.content import Packed

CONSENT = "consent"


@dataclass(frozen=True)
class Consent:
    """What the partner states about the person's consent.

    Attributes:
        purpose: a code of the list of purposes; that of the partner's key.
        given_on, expires_on: first and last day, as ISO dates.
        given_by: `person`, or `person-and-guardian`, who is then named.
        how: a code of the list of ways.
        language: three letters of ISO 639-2: in which the person was told.
        covers: names of fields, as the gate knows them.
        basis: how it is known that a young person may agree alone.
    """

    purpose: str
    given_on: str
    given_by: str
    how: str
    language: str
    expires_on: str
    covers: tuple[str, ...] = field(repr=False)
    guardian: str = field(default="", repr=False)
    basis: str = field(default="", repr=False)
    witness: str = field(default="", repr=False)
    interpreter: str = field(default="", repr=False)

    @property
    def first_day(self) -> date:
        """When it was given."""
        return date.fromisoformat(self.given_on)

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return date.fromisoformat(self.expires_on)

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Consent":
        """As it was sealed."""
        return cls(**{**content, "covers": tuple(content["covers"])})


@dataclass(frozen=True)
class Sent:
    """All that a partner sent with one referral."""

    reason: str
    description: str = field(repr=False)
    values: Mapping[str, Answer] = field(repr=False)
    consent: Consent

    @property
    def packed(self) -> Packed:
        """The same as desks know it from other referrals."""
        values = {name: answer.as_json() for name, answer in self.values.items()}
        return Packed(self.reason, self.description, values)

    def as_content(self) -> dict[str, Any]:
        """As it is sealed."""
        return {**self.packed.as_content(), CONSENT: asdict(self.consent)}

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Sent":
        """Undo `as_content`."""
        packed = Packed.of(content)
        values = {name: Answer.from_json(stored) for name, stored in packed.values.items()}
        return cls(packed.reason, packed.words, values, Consent.of(content[CONSENT]))


def answers_in(sent: Sent, record: str) -> dict[str, Answer]:
    """The answers of one record, by the names that its own fields have."""
    return {
        name.partition(".")[2]: answer
        for name, answer in sent.values.items()
        if name.startswith(f"{record}.")
    }
