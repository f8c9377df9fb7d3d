"""What can be erased in a case, and the proofs of what is gone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.cases.answers import FIELDS, Answer
from waymark.cases.caseload.content import REASON, said
from waymark.cases.fields.catalogue import FieldSpec, catalogue
from waymark.cases.fields.showing import in_words
from waymark.cases.forgetting.actions.erasing import KEPT_WITH_THE_CASE
from waymark.cases.forgetting.actions.holds import WHO_SAYS_SO
from waymark.cases.forgetting.hanging import records_of
from waymark.cases.models import (
    Case,
    CaseRecord,
    Determination,
    Erasure,
    LegalHold,
    Participant,
    Person,
)
from waymark.cases.names import case_name, person_name
from waymark.cases.records import Content, read, read_many
from waymark.cases.support.versions import every_answer
from waymark.vault.contract import CONTRACT, SealedColumn, Under
from waymark.vault.keyring import Keyring
from waymark.vault.models import BlindTerm, Envelope, SealedRecord, WrappedDataKey

KINDS: dict[str, str | Promise] = {
    "cases.case": _("Case"),
    "cases.person": _("Who a person is"),
    "cases.participant": _("What a person is in the case"),
    "cases.relationship": _("Relationship"),
    "cases.historicevent": _("Historic trafficking event"),
    "cases.determination": _("Determination"),
    "cases.assessment": _("Assessment"),
    "cases.safetyplan": _("Safety plan"),
    "cases.supportplan": _("Support plan"),
    "cases.servicedelivered": _("Service"),
    "cases.milestone": _("Milestone"),
    "cases.outcome": _("Outcome"),
    "cases.task": _("Task"),
    "cases.note": _("Note"),
    "cases.casefile": _("File"),
    "cases.wall": _("Conflict of interest"),
    "cases.legalhold": _("Legal hold"),
    "referrals.release": _("Release"),
    "referrals.referral": _("Referral"),
    "referrals.packet": _("What was sent with a referral"),
    "referrals.disclosure": _("Demand for information"),
    "referrals.rightsrequest": _("Request about one’s own data"),
}
# Records as the catalogue of fields calls them; the fields of others have no words of their own.
_RECORDS = {
    "cases.case": "case",
    "cases.person": "identity",
    "cases.historicevent": "event",
    "cases.safetyplan": "safety_plan",
    "cases.supportplan": "support_plan",
    "cases.servicedelivered": "service",
}
_OWN_FIELDS: dict[str, str | Promise] = {
    "text": _("Text"),
    "what": _("What is to be done"),
    "name": _("Name"),
    "about": _("What it is"),
    "privilege": _("Confidence"),
    "reason": _("Reason"),
    "title": _("Title"),
}


@dataclass(frozen=True)
class Erasable:
    """A record that can be erased by itself, by its kind and day; nothing of it is opened."""

    record: CaseRecord
    label: str
    kind: str | Promise
    about: str


@dataclass(frozen=True)
class FieldLine:
    """A field of a record that can be erased."""

    name: str
    label: str | Promise
    text: str


@dataclass(frozen=True)
class HoldLine:
    """A legal hold, opened."""

    hold: LegalHold
    reason: str
    who: str


@dataclass(frozen=True)
class Proof:
    """The tombstone of something, and what the database says about it at this moment."""

    erasure: Erasure
    kind: str | Promise
    what: str
    erased_at: datetime | None
    keys: int
    words: int
    ciphertexts: int

    @property
    def gone(self) -> bool:
        """Whether nobody can open it any more: no key, no word in an index, no ciphertext."""
        return self.erased_at is not None and not (self.keys or self.words or self.ciphertexts)


def kind_of(label: str) -> str | Promise:
    """What a record's model is called."""
    return KINDS.get(label, label)


def erasable_in(case: Case) -> list[Erasable]:
    """Every record of the case that can be erased alone, by kind and time."""
    rows = (each for each in records_of(case) if not isinstance(each, KEPT_WITH_THE_CASE))
    return [_erasable(each) for each in rows]


def _erasable(record: CaseRecord) -> Erasable:
    label = record._meta.label_lower
    return Erasable(record, label, kind_of(label), _about(record))


def _about(record: CaseRecord) -> str:
    """The pseudonym of the person a record is about; empty where it is about the case."""
    about = record if isinstance(record, Participant) else getattr(record, "participant", None)
    return person_name(about.person.standing) if isinstance(about, Participant) else ""


def numbers_of(records: Iterable[SealedRecord]) -> list[tuple[str | Promise, int]]:
    """How many there are of each kind."""
    found = Counter(record._meta.label_lower for record in records)
    return [(kind_of(label), number) for label, number in found.items()]


def fields_in(record: Case | CaseRecord | Person, keyring: Keyring) -> list[FieldLine]:
    """The fields that are answered in a record, each erasable by itself. Raises CannotOpen."""
    if isinstance(record, Determination):
        return []
    return field_lines(record, read(record, keyring))


def field_lines(record: SealedRecord, content: Content) -> list[FieldLine]:
    """The same, of content that is open already."""
    label = record._meta.label_lower
    specs = {
        spec.name: spec
        for spec in catalogue().get(_RECORDS.get(label, label.partition(".")[2]), ())
    }
    if not isinstance(content.get(FIELDS), dict):
        return []
    return [_line(name, answer, specs) for name, answer in every_answer(content).items()]


def _line(name: str, answer: Answer, specs: Mapping[str, FieldSpec]) -> FieldLine:
    spec = specs.get(name)
    if spec is None:
        return FieldLine(name, _OWN_FIELDS.get(name, name), str(answer.value or ""))
    return FieldLine(name, spec.label, in_words(spec, answer))


def holds_of(case: Case, keyring: Keyring) -> list[HoldLine]:
    """The legal holds of a case, those that stand first."""
    rows = LegalHold.objects.filter(case=case, envelope__erased_at=None)
    found = list(rows.select_related("author").order_by("-written_at", "pk"))
    opened = read_many(found, keyring)
    lines = [_hold(row, opened.get(row.pk, {})) for row in found]
    return sorted(lines, key=lambda line: line.hold.lifted_at is not None)


def _hold(row: LegalHold, content: Content) -> HoldLine:
    return HoldLine(row, said(content, REASON), said(content, WHO_SAYS_SO))


def tombs_of(case: Case) -> QuerySet[Erasure]:
    """The tombstones of a case, the newest first."""
    rows = Erasure.objects.filter(case=case).select_related("erased_by", "envelope")
    return rows.order_by("-erased_at", "target", "pk")


def proof_of(erasure: Erasure) -> Proof:
    """Ask the database whether anything of it is left."""
    envelope = erasure.envelope
    return Proof(
        erasure=erasure,
        kind=kind_of(erasure.target),
        what=_name_of(erasure),
        erased_at=envelope.erased_at,
        keys=WrappedDataKey.objects.filter(envelope=envelope).count(),
        words=BlindTerm.objects.filter(envelope=envelope).count(),
        ciphertexts=sum(_left(entry, envelope) for entry in CONTRACT),
    )


def _left(entry: SealedColumn, envelope: Envelope) -> int:
    """How many rows of a sealed column still hold anything under this envelope."""
    if entry.under is not Under.DATA_KEY:
        return 0
    rows = entry.model._default_manager.filter(envelope=envelope)
    return rows.exclude(**{entry.field: b""}).count()


def _name_of(erasure: Erasure) -> str:
    """Its pseudonym, for what has one."""
    if erasure.target == "cases.case" and erasure.case is not None:
        return case_name(erasure.case)
    if erasure.target == "cases.person":
        return person_name(Person(pk=erasure.target_id))
    return ""
