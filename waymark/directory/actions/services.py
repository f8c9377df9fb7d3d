"""Changes of services and organizations that take one person. Numbers and places: see `pending`."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.contacts.refusals import CannotNow, ChangedMeanwhile
from waymark.directory import history, indexing, publishing
from waymark.directory.actions.texts import refuse_places
from waymark.directory.actions.verifying import add_rows, assure, lapse
from waymark.directory.models import Aspect, Means, Organization, Service
from waymark.directory.permissions import may_edit_directory
from waymark.vault.primitives import plain_hash

# Changes of these say nothing new to anybody.
QUIET = {"tier"}
# What of a service each aspect is about; a change of it ends the verification.
ASPECT_OF = {
    "fees_description": Aspect.FEES,
    "minimum_age": Aspect.ELIGIBILITY,
    "maximum_age": Aspect.ELIGIBILITY,
    "eligibility_description": Aspect.ELIGIBILITY,
    "application_process": Aspect.ELIGIBILITY,
    "interpretation_services": Aspect.LANGUAGES,
    "description": Aspect.DESCRIPTION,
}
SERVICE_FIELDS = (
    "name",
    "alternate_name",
    "description",
    "url",
    "email",
    "status",
    "interpretation_services",
    "application_process",
    "fees_description",
    "wait_time",
    "accreditations",
    "eligibility_description",
    "minimum_age",
    "maximum_age",
    "licenses",
    "alert",
)
ORGANIZATION_FIELDS = (
    "name",
    "alternate_name",
    "description",
    "email",
    "website",
    "tax_status",
    "tax_id",
    "year_incorporated",
    "legal_status",
)


def version_of(service: Service) -> str:
    """What a form remembers of the service that it was filled from."""
    return service.last_modified.isoformat()


def organization_version(organization: Organization) -> str:
    """The same for an organization, which has no time of its last change."""
    said = [repr(getattr(organization, name)) for name in ORGANIZATION_FIELDS]
    return plain_hash("\0".join(said).encode()).hex()


def begin(service: Service, by: Worker, seen: str | None) -> Service:
    """Lock a service to change it. Raises NotAllowed, ChangedMeanwhile.

    `seen` is the version that the worker looked at; None for changes that need no look.
    """
    require(may_edit_directory, by, service)
    rows = Service.objects.select_for_update(of=("self",)).select_related("organization", "steward")
    locked = rows.get(pk=service.pk)
    if seen is not None and seen != version_of(locked):
        raise changed_meanwhile()
    return locked


def changed_meanwhile() -> ChangedMeanwhile:
    """Somebody else saved first."""
    return ChangedMeanwhile(
        _(
            "Somebody changed this while you wrote. Nothing of yours is lost: compare what stands "
            "there now with what you typed, then save again."
        )
    )


def finish(
    service: Service,
    changes: history.Changes,
    *,
    by: Worker,
    aspects: Collection[Aspect] = (),
    means: str = "",
) -> None:
    """Save a locked service that was changed: history, verification, index, audit.

    `aspects` are those whose values changed: with `means` they count as verified, else they are
    not any more.
    """
    history.note(service, changes, by)
    touch(service, by, aspects, means)
    service.save()
    update = publishing.publish if changes.keys() - QUIET else indexing.index_services
    update([service.pk])
    audit.record(Event.SERVICE_CHANGED, by=by, target=service)


def touch(service: Service, by: Worker, aspects: Collection[Aspect], means: str) -> None:
    """Note on a locked service that it changed; the caller saves."""
    # Never the same twice: the time is the version that forms compare.
    service.last_modified = max(timezone.now(), service.last_modified + timedelta(microseconds=1))
    lapse(service, aspects)
    if means and aspects:
        add_rows(service, aspects, Means(means), by=by)
    assure(service)


def differences(row: models.Model, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """(before, now) of each value that is not what the row says."""
    return {
        name: (getattr(row, name), value)
        for name, value in values.items()
        if getattr(row, name) != value
    }


@transaction.atomic
def change_service(
    service: Service, values: Mapping[str, Any], *, seen: str | None, by: Worker, means: str = ""
) -> Service:
    """Change what SERVICE_FIELDS names. Raises NotAllowed, ChangedMeanwhile, ValidationError."""
    locked = begin(service, by, seen)
    changes = differences(locked, _only(values, SERVICE_FIELDS))
    if not changes:
        return locked
    _set(locked, changes)
    _check_ages(locked)
    refuse_places({name: now for name, (_before, now) in changes.items()}, service=locked)
    aspects = {ASPECT_OF[name] for name in changes if name in ASPECT_OF}
    finish(locked, changes, by=by, aspects=aspects, means=means)
    return locked


@transaction.atomic
def close_service(service: Service, tier: int, *, seen: str | None, by: Worker) -> Service:
    """Let fewer people know of a service, at once. Raises CannotNow for more: see `pending`."""
    locked = begin(service, by, seen)
    if tier < locked.tier:
        raise CannotNow(_("To show a service to more people takes a second person."))
    if tier != locked.tier:
        changes = {"tier": (locked.tier, tier)}
        locked.tier = tier
        finish(locked, changes, by=by)
    return locked


@transaction.atomic
def change_organization(
    organization: Organization, values: Mapping[str, Any], *, seen: str | None, by: Worker
) -> Organization:
    """Change what ORGANIZATION_FIELDS names. Raises NotAllowed, ChangedMeanwhile, ValidationError.

    Its text must not tell where any of its services' closed places are.
    """
    require(may_edit_directory, by, organization)
    locked = Organization.objects.select_for_update().get(pk=organization.pk)
    if seen is not None and seen != organization_version(locked):
        raise changed_meanwhile()
    changes = differences(locked, _only(values, ORGANIZATION_FIELDS))
    if not changes:
        return locked
    _set(locked, changes)
    refuse_places({name: now for name, (_before, now) in changes.items()}, organization=locked)
    locked.save()
    history.note(locked, changes, by)
    services = Service.objects.filter(organization=locked)
    publishing.publish(services.values_list("pk", flat=True))
    audit.record(Event.SERVICE_CHANGED, by=by, target=locked)
    return locked


def _only(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    unknown = set(values) - set(names)
    if unknown:
        raise ValueError(f"not to be changed here: {', '.join(sorted(unknown))}")
    return dict(values)


def _set(row: models.Model, changes: Mapping[str, tuple[Any, Any]]) -> None:
    for name, (_before, now) in changes.items():
        setattr(row, name, now)
    if not str(getattr(row, "name", "")).strip():
        raise ValidationError({"name": _("Give it a name.")})


def _check_ages(service: Service) -> None:
    low, high = service.minimum_age, service.maximum_age
    if low is not None and high is not None and low > high:
        raise ValidationError(
            {"maximum_age": _("The oldest age must not be below the youngest one.")}
        )
