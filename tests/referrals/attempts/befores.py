"""What has to be so before some addresses do what they are asked."""

from typing import Any

from django.utils import timezone

from tests.referrals.attempts.world import World
from waymark.cases.models import Case, CaseFile, LegalHold, Note
from waymark.referrals.consent.actions import drafting
from waymark.referrals.consent.terms import Terms
from waymark.referrals.models import (
    Disclosure,
    DisclosureState,
    PartnerReferral,
    Referral,
    Release,
    RightsRequest,
    TaskState,
)
from waymark.referrals.rights import actions as rights


def lifted(_world: World) -> None:
    """No hold keeps the case."""
    LegalHold.objects.update(lifted_at=timezone.now())


def nobodys(_world: World) -> None:
    """Nobody is responsible for a case."""
    Case.objects.update(responsible=None)


def written(world: World) -> None:
    """The note is Sara's."""
    Note.objects.update(author=world.cast.sara_supervisor)


def outside(_world: World) -> None:
    """The referral goes to somebody who is not on the system."""
    Referral.objects.update(to_organisation=None)


def accepted(_world: World) -> None:
    """Lakeside has said yes."""
    Referral.objects.update(state=TaskState.ACCEPTED)


def partners_accepted(_world: World) -> None:
    """Lakeside has said yes to what a partner sent."""
    PartnerReferral.objects.update(state=TaskState.ACCEPTED)


def granted(world: World) -> None:
    """Sara has granted what the person asked for."""
    request = RightsRequest.objects.select_related("case").get(pk=world.ours["rightsrequest"])
    sara = world.cast.sara_supervisor
    said: dict[str, Any] = {"granted": True, "reason": "", "adviser": "", "seen": 1}
    rights.decide(request, **said, by=sara, keyring=world.cast.keyring(sara))


def complete(world: World) -> None:
    """The draft says what may leave."""
    rows = Release.objects.select_related("case", "participant__person")
    draft, sara = rows.get(pk=world.ours["draft"]), world.cast.sara_supervisor
    terms = Terms("Dr Haddad", True, ("identity",), (), "housing", "", "eng")
    last = draft.expires_on
    drafting.set_terms(draft, terms, last, seen=1, by=sara, keyring=world.cast.keyring(sara))


def with_body(world: World) -> None:
    """The file holds something that can be downloaded."""
    file = CaseFile.objects.get(pk=world.ours["casefile"])
    key = world.cast.keyring(world.cast.sara_supervisor).data_key(file.envelope_id)
    key.seal(file, "body", b"%PDF-1.7")
    file.save(update_fields=["body"])


def with_adviser(_world: World) -> None:
    """The demand was shown to the adviser, so that it can be decided."""
    Disclosure.objects.update(state=DisclosureState.WITH_ADVISER)
