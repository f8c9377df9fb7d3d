"""Whether a receiver is on this system, and in which circle what is sent is opened."""

from uuid import UUID

from waymark.accounts.models import Organisation
from waymark.directory.models import Service
from waymark.referrals.models import ReferralDesk, Release
from waymark.vault.blind import fold


def desk_for(release: Release) -> ReferralDesk | None:
    """The open desk of whoever the release names; None where a sealed file has to do."""
    house = release.to_organisation_id
    if house is None and release.to_service is not None:
        house = _house_of(release.to_service)
    desks = ReferralDesk.objects.select_related("compartment__key", "organisation")
    return desks.filter(organisation_id=house, open=True).first() if house else None


def _house_of(service: Service) -> UUID | None:
    """The member that runs a service: it looks after the entry, and the entry bears its name.

    The name alone would not do: whoever writes an entry could take another's.
    """
    steward: Organisation | None = service.steward
    provider = service.organization
    if steward is None or provider is None or fold(steward.name) != fold(provider.name):
        return None
    return steward.pk
