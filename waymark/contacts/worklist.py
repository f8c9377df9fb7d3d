"""What staff see: what is due, what waits for a second person, and one contact with its history."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.contacts.checking import DUE, Stage
from waymark.contacts.models import Contact, Proposal, Verification
from waymark.contacts.permissions import may_see_contacts
from waymark.contacts.places import sort_key
from waymark.contacts.queries import Country, named


@dataclass(frozen=True)
class Worklist:
    """Contacts by what is to be done about them, the most pressing first."""

    waiting: list[Proposal]
    withdrawn: list[Contact]
    expired: list[Contact]
    due: list[Contact]
    fine: list[Contact]

    @property
    def nothing_due(self) -> bool:
        """Whether nobody has anything to do."""
        return not (self.waiting or self.withdrawn or self.expired or self.due)


def visible_to(worker: Worker) -> QuerySet[Contact]:
    """The contacts that a worker may see: all of the installation's, or none."""
    return Contact.objects.all() if may_see_contacts(worker) else Contact.objects.none()


def proposals_visible_to(worker: Worker) -> QuerySet[Proposal]:
    """The proposals that a worker may see, with everybody whose names are shown."""
    found = Proposal.objects.select_related(
        "contact", "by__organisation", "signer", "decided_by__organisation"
    )
    return found if may_see_contacts(worker) else found.none()


def worklist(worker: Worker, country: str = "") -> Worklist:
    """What is to be done, in one country or everywhere. Three queries."""
    contacts = visible_to(worker).order_by("expires", "slug").prefetch_related("numbers")
    if country:
        contacts = contacts.filter(country=country)
    waiting = [
        proposal
        for proposal in proposals_visible_to(worker).filter(stage=Stage.OPEN)
        if country in ("", proposal.country)
    ]
    today = timezone.localdate()
    groups: dict[str, list[Contact]] = {"withdrawn": [], "expired": [], "due": [], "fine": []}
    for contact in contacts:
        groups[_group(contact, today)].append(contact)
    return Worklist(waiting=waiting, **groups)


def countries_of(worker: Worker) -> list[Country]:
    """The countries to filter by: of the contacts, and of what was proposed."""
    codes = set(visible_to(worker).order_by().values_list("country", flat=True).distinct())
    waiting = proposals_visible_to(worker).filter(stage=Stage.OPEN)
    codes |= {proposal.country for proposal in waiting}
    return sorted((named(code) for code in codes), key=lambda country: sort_key(country.name))


def history_of(contact: Contact) -> QuerySet[Verification]:
    """Every check of a contact, the latest first."""
    return contact.verifications.select_related("worker__organisation", "signer")


def _group(contact: Contact, today: date) -> str:
    if contact.withdrawn_at is not None:
        return "withdrawn"
    if contact.expires < today:
        return "expired"
    return "due" if contact.expires <= today + DUE else "fine"
