"""The table of every sealed column: what it holds, under which key, whether it is padded.

A ciphertext's place is `<id>:<row id>`. Changing an id makes stored ciphertext unreadable: add a
row and migrate instead. A test walks this table, and another finds columns that are missing here.
"""

from dataclasses import dataclass
from enum import Enum

from django.apps import apps
from django.db.models import Model


class Under(Enum):
    """Which kind of key closes a column."""

    DATA_KEY = "the record's own data key"
    PASSWORD = "the key that Argon2id makes of the worker's password"  # noqa: S105  a description
    COOKIE = "the key that only the worker's cookie holds"
    HOLDER = "the public key of one worker, compartment, reporter or recovery key"
    FORM = "the key that only an open form holds"


@dataclass(frozen=True)
class SealedColumn:
    """One sealed column; `id` is `room.model.field` in lower case."""

    id: str
    under: Under
    holds: str
    padded: bool = True

    @property
    def model(self) -> type[Model]:
        """The Django model the column belongs to."""
        room, model, _ = self.id.split(".")
        return apps.get_model(room, model)

    @property
    def field(self) -> str:
        """The name of the field."""
        return self.id.rsplit(".", 1)[1]


CONTRACT: tuple[SealedColumn, ...] = (
    SealedColumn("vault.passwordlock.sealed_private", Under.PASSWORD, "private key", padded=False),
    SealedColumn("vault.membership.sealed_private", Under.HOLDER, "compartment key", padded=False),
    SealedColumn(
        "vault.compartmentkey.sealed_for_recovery", Under.HOLDER, "compartment key", padded=False
    ),
    SealedColumn("vault.wrappeddatakey.sealed_key", Under.HOLDER, "data key", padded=False),
    SealedColumn("accounts.signin.sealed_private", Under.COOKIE, "private key", padded=False),
    SealedColumn("accounts.totpdevice.sealed_secret", Under.HOLDER, "TOTP secret", padded=False),
    SealedColumn("reports.report.content", Under.DATA_KEY, "the answers on the report form"),
    SealedColumn("reports.message.body", Under.DATA_KEY, "what reporter and worker write"),
    SealedColumn("reports.note.body", Under.DATA_KEY, "a worker's note, closed to the reporter"),
    SealedColumn("reports.attachment.label", Under.DATA_KEY, "name, type and warnings of a file"),
    SealedColumn("reports.attachment.body", Under.DATA_KEY, "a file"),
    SealedColumn("reports.situation.title", Under.DATA_KEY, "what workers call a situation"),
    SealedColumn("reports.reportimport.label", Under.DATA_KEY, "whose reports were brought in"),
    SealedColumn("reports.broughtfile.label", Under.DATA_KEY, "a file's name, what was chosen"),
    SealedColumn("reports.broughtfile.body", Under.DATA_KEY, "reports that wait to come in"),
    SealedColumn("reports.savedcolumns.content", Under.DATA_KEY, "columns of another's exports"),
    SealedColumn("directory.closedplace.body", Under.DATA_KEY, "where a closed place is"),
    SealedColumn("directory.pendingchange.body", Under.DATA_KEY, "a change that awaits a second"),
    SealedColumn("directory.suggestion.body", Under.DATA_KEY, "what a visitor says is wrong"),
    SealedColumn("cases.person.identity", Under.DATA_KEY, "who somebody is"),
    SealedColumn("cases.case.content", Under.DATA_KEY, "how a case came and why it closed"),
    SealedColumn("cases.participant.content", Under.DATA_KEY, "what a person is in a case"),
    SealedColumn("cases.relationship.content", Under.DATA_KEY, "how two people are related"),
    SealedColumn("cases.historicevent.content", Under.DATA_KEY, "what was done, where and when"),
    SealedColumn("cases.determination.content", Under.DATA_KEY, "a determination and its basis"),
    SealedColumn("cases.assessment.content", Under.DATA_KEY, "needs, risks and strengths"),
    SealedColumn("cases.safetyplan.content", Under.DATA_KEY, "a safety plan"),
    SealedColumn("cases.supportplan.content", Under.DATA_KEY, "goals and objectives"),
    SealedColumn("cases.servicedelivered.content", Under.DATA_KEY, "a service given or tried"),
    SealedColumn("cases.milestone.content", Under.DATA_KEY, "a step with a clock"),
    SealedColumn("cases.outcome.content", Under.DATA_KEY, "how things stand at closure"),
    SealedColumn("cases.task.content", Under.DATA_KEY, "something to do"),
    SealedColumn("cases.note.content", Under.DATA_KEY, "a worker's note on a case"),
    SealedColumn("cases.casefile.content", Under.DATA_KEY, "name, type and warnings of a file"),
    SealedColumn("cases.casefile.body", Under.DATA_KEY, "a file of a case"),
    SealedColumn("cases.wall.content", Under.DATA_KEY, "why a worker is kept out"),
    SealedColumn("cases.legalhold.content", Under.DATA_KEY, "why nothing may be erased"),
    SealedColumn("cases.importdraft.label", Under.DATA_KEY, "the name of a file that is brought"),
    SealedColumn("cases.importdraft.body", Under.DATA_KEY, "cases that are brought in a file"),
    SealedColumn("referrals.release.content", Under.DATA_KEY, "what may leave"),
    SealedColumn("referrals.referral.content", Under.DATA_KEY, "what a referral asks"),
    SealedColumn("referrals.packet.content", Under.DATA_KEY, "what was sent"),
    SealedColumn("referrals.sealedlink.body", Under.DATA_KEY, "an age file for a link"),
    SealedColumn("referrals.partnerreferral.content", Under.DATA_KEY, "what a partner sent"),
    SealedColumn("referrals.partnernote.content", Under.DATA_KEY, "a note on a partner's referral"),
    SealedColumn("referrals.disclosure.content", Under.DATA_KEY, "what the law compels"),
    SealedColumn("referrals.rightsrequest.content", Under.DATA_KEY, "what a person asks"),
    SealedColumn("packs.packrun.content", Under.DATA_KEY, "counts of a report pack"),
    SealedColumn("packs.publishedtables.content", Under.DATA_KEY, "tables that were published"),
    SealedColumn("reports.heldfile.body", Under.FORM, "a file of a form that is not sent yet"),
)

_BY_ID = {column.id: column for column in CONTRACT}


def column(instance: Model, field: str) -> SealedColumn:
    """The contract's row for a field. Raises KeyError when the column is not in the table."""
    return _BY_ID[f"{instance._meta.label_lower}.{field}"]


def place(instance: Model, field: str) -> bytes:
    """The place a ciphertext of this row and field is bound to."""
    return f"{column(instance, field).id}:{instance.pk}".encode()
