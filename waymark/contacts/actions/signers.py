"""Whose packs are accepted: said by a person who compared the key."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.contacts.actions.packs import own_key
from waymark.contacts.checking import Stage, Verifier
from waymark.contacts.models import Contact, Proposal, Signer
from waymark.contacts.permissions import may_trust_signers
from waymark.contacts.refusals import CannotNow
from waymark.vault import letters
from waymark.vault.primitives import KEY_BYTES

LONGEST_NAME = 120


@transaction.atomic
def trust_signer(name: str, key: str, *, by: Worker | Actor) -> Signer:
    """Accept the packs of a key from now on, under the name that we call its owner.

    Saying it again changes nothing. What was imported before counts on: an older pack stays
    refused. Raises NotAllowed, CannotNow for a mistyped key and for a name of another one.
    """
    _require_administrator(by)
    public = letters.decode(key, KEY_BYTES)
    if public is None:
        raise CannotNow(_("This is no key, or it was mistyped: compare it letter by letter."))
    if letters.encode(public) == own_key():
        raise CannotNow(_("This is the key of this installation itself."))
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise CannotNow(_("Give the owner of the key a name of at most 120 signs."))
    signer = Signer.objects.select_for_update().filter(public_key=public.hex()).first()
    if signer is not None and signer.trusted and signer.name == name:
        return signer
    _refuse_name_of_another(name, signer)
    signer = signer or Signer(public_key=public.hex())
    signer.name, signer.trusted = name, True
    _save(signer, by)
    audit.record(Event.SIGNER_TRUSTED, by=by, target=signer)
    return signer


@transaction.atomic
def distrust_signer(signer: Signer, *, by: Worker | Actor) -> Signer:
    """Refuse a key's packs from now on, and take off the pages what stands on its word alone.

    Its open proposals are rejected. Saying it again changes nothing. Raises NotAllowed.
    """
    _require_administrator(by)
    locked = Signer.objects.select_for_update().get(pk=signer.pk)
    if not locked.trusted:
        return locked
    locked.trusted = False
    _save(locked, by)
    now = timezone.now()
    alone = Contact.objects.filter(
        signer=locked, verifier=Verifier.SIGNER, ours=False, withdrawn_at=None
    )
    withdrawn = list(alone.select_for_update().order_by("pk"))
    Contact.objects.filter(pk__in=[contact.pk for contact in withdrawn]).update(withdrawn_at=now)
    waiting = Proposal.objects.filter(signer=locked, stage=Stage.OPEN)
    waiting.update(
        stage=Stage.REJECTED,
        decided_at=now,
        decided_by=by if isinstance(by, Worker) else None,
        reason=_("Its signer is not trusted any more."),
    )
    audit.record_each(Event.CONTACT_WITHDRAWN, by=by, targets=withdrawn)
    audit.record(Event.SIGNER_DISTRUSTED, by=by, target=locked)
    return locked


def _require_administrator(by: Worker | Actor) -> None:
    """A command's user has the machine: only workers need a role."""
    if not isinstance(by, Actor):
        require(may_trust_signers, by)


def _save(signer: Signer, by: Worker | Actor) -> None:
    signer.changed_at = timezone.now()
    signer.changed_by = by if isinstance(by, Worker) else None
    signer.save()


def _refuse_name_of_another(name: str, signer: Signer | None) -> None:
    others = Signer.objects.filter(name=name)
    if (others.exclude(pk=signer.pk) if signer else others).exists():
        raise CannotNow(
            _("Another key has this name already. If they have a new key, use a name with a year.")
        )
