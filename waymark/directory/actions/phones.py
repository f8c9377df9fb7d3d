"""What is said beside a telephone number, and taking a wrong one away.

Another number takes two people: see `pending`.
"""

from uuid import UUID

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.directory import history
from waymark.directory.actions.services import begin, differences, finish
from waymark.directory.actions.texts import refuse_places
from waymark.directory.models import Aspect, Phone, Service


@transaction.atomic
def withdraw_phone(service: Service, phone_id: UUID, *, seen: str | None, by: Worker) -> Service:
    """Take a wrong number away where no other is known; at once, because somebody may call it.

    Raises NotAllowed, ChangedMeanwhile, Phone.DoesNotExist.
    """
    locked = begin(service, by, seen)
    take_off(locked.phones.get(pk=phone_id), by)
    finish(locked, {}, by=by, aspects={Aspect.PHONE})
    return locked


def take_off(phone: Phone, by: Worker) -> None:
    """Delete a number and note that; its service is locked and saved by the caller."""
    history.note(phone, {"number": (phone.number, "")}, by, history.WITHDRAW)
    phone.delete()


@transaction.atomic
def describe_phone(
    service: Service,
    phone_id: UUID,
    *,
    phone_type: str,
    description: str,
    seen: str | None,
    by: Worker,
) -> Service:
    """Change the kind and description of one of a service's telephones.

    Raises NotAllowed, ChangedMeanwhile, Phone.DoesNotExist, ValidationError.
    """
    locked = begin(service, by, seen)
    phone = locked.phones.get(pk=phone_id)
    changes = differences(phone, {"type": phone_type, "description": description})
    if not changes:
        return locked
    refuse_places({"description": description}, locked)
    phone.type, phone.description = phone_type, description
    phone.save()
    named = {f"phones.{name}": change for name, change in changes.items()}
    finish(locked, named, by=by)
    return locked
