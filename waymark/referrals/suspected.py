"""Who is suspected of harming people in a case: a release of theirs lets nothing out."""

from waymark.cases.answers import FIELDS
from waymark.cases.fields.catalogue import Part
from waymark.cases.models import Participant
from waymark.cases.queries.same_person import ids_of_same_person
from waymark.cases.records import read_many
from waymark.vault.keyring import Keyring


def is_suspected(participant: Participant, keyring: Keyring) -> bool:
    """Whether this person is a suspected perpetrator in this case, as any of the rows that are
    found to be the same person. Raises CannotOpen.
    """
    same = ids_of_same_person(participant.person_id)
    rows = Participant.objects.filter(
        case_id=participant.case_id, person__in=same, envelope__erased_at=None
    )
    found = read_many(rows, keyring).values()
    roles = (content.get(FIELDS, {}).get("role", {}).get("v") for content in found)
    return Part.SUSPECTED_PERPETRATOR.value in roles
