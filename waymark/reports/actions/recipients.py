"""The teams that reporters may choose. Administrators write the texts and decide what shows."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.reports.models import Recipient, RecipientText
from waymark.reports.permissions import may_change_recipients
from waymark.reports.queries.visible import colleagues_for
from waymark.reports.states import CannotNow
from waymark.vault.models import Compartment


@dataclass(frozen=True)
class Texts:
    """What is shown about a recipient in one language, before anything is written."""

    name: str
    who_reads: str
    must_pass_on: str
    cannot_protect: str

    @property
    def complete(self) -> bool:
        """Whether nothing is left empty."""
        return all(value.strip() for value in asdict(self).values())


@dataclass(frozen=True)
class Promises:
    """What is promised, in minutes: the first answer, and when the next person is told."""

    urgent_minutes: int = 15
    other_minutes: int = 24 * 60
    escalation_minutes: int = 5


@transaction.atomic
def create_recipient(
    slug: str,
    *,
    compartments: Iterable[Compartment],
    by: Worker,
    promises: Promises | None = None,
) -> Recipient:
    """Make a recipient of the worker's organisation, not published yet.

    `slug` is its name in addresses and unique. Raises NotAllowed, CannotNow for a compartment of
    another organisation.
    """
    require(may_change_recipients, by)
    last = Recipient.objects.order_by("-position").values_list("position", flat=True).first()
    recipient = Recipient(organisation_id=by.organisation_id, slug=slug, position=(last or 0) + 1)
    _set_promises(recipient, promises or Promises())
    recipient.save(force_insert=True)
    _set_compartments(recipient, compartments)
    audit.record(Event.RECIPIENT_CHANGED, by=by, target=recipient)
    return recipient


@transaction.atomic
def write_text(recipient: Recipient, language: str, texts: Texts, *, by: Worker) -> None:
    """Put the words of one language in place of what was there.

    Raises NotAllowed, CannotNow for words that are missing: reporters decide by them.
    """
    require(may_change_recipients, by, recipient)
    if not texts.complete:
        raise CannotNow(_("Fill in all four texts, or reporters cannot know what to expect."))
    values = asdict(texts)
    RecipientText.objects.update_or_create(recipient=recipient, language=language, defaults=values)
    audit.record(Event.RECIPIENT_CHANGED, by=by, target=recipient)


@transaction.atomic
def change_recipient(
    recipient: Recipient, promises: Promises, compartments: Iterable[Compartment], *, by: Worker
) -> Recipient:
    """Change what is promised and who opens the reports from now on.

    Reports that came before stay with the compartments they were sealed to. Raises NotAllowed,
    and CannotNow when nobody could open what a published recipient gets.
    """
    require(may_change_recipients, by, recipient)
    locked = Recipient.objects.select_for_update().get(pk=recipient.pk)
    _set_promises(locked, promises)
    locked.save()
    _set_compartments(locked, compartments)
    if locked.published:
        _require_publishable(locked)
    audit.record(Event.RECIPIENT_CHANGED, by=by, target=locked)
    return locked


@transaction.atomic
def publish(recipient: Recipient, *, by: Worker) -> Recipient:
    """Let reporters choose the recipient. Raises NotAllowed, CannotNow when it is not ready."""
    return _set_published(recipient, published=True, by=by)


@transaction.atomic
def unpublish(recipient: Recipient, *, by: Worker) -> Recipient:
    """Take the recipient off the public site; reports that came stay. Raises NotAllowed."""
    return _set_published(recipient, published=False, by=by)


def _set_published(recipient: Recipient, *, published: bool, by: Worker) -> Recipient:
    require(may_change_recipients, by, recipient)
    locked = Recipient.objects.select_for_update().get(pk=recipient.pk)
    if locked.published == published:
        return locked
    if published:
        _require_publishable(locked)
    locked.published = published
    locked.save(update_fields=["published"])
    audit.record(Event.RECIPIENT_CHANGED, by=by, target=locked)
    return locked


def _set_promises(recipient: Recipient, promises: Promises) -> None:
    for name, minutes in asdict(promises).items():
        if minutes < 1:
            raise ValueError(f"{name} must be at least one minute")
        setattr(recipient, name, minutes)


def _set_compartments(recipient: Recipient, compartments: Iterable[Compartment]) -> None:
    chosen = list(compartments)
    if any(each.owner != recipient.organisation_id for each in chosen):
        raise CannotNow(_("Choose circles of your own organisation."))
    recipient.compartments.set(chosen)


def _require_publishable(recipient: Recipient) -> None:
    """Raise CannotNow where a report would be lost, or sent without knowing what happens."""
    if not recipient.texts.filter(language=settings.LANGUAGE_CODE).exists():
        raise CannotNow(_("Write the texts in English first: other languages fall back on them."))
    if not colleagues_for(recipient).exists():
        raise CannotNow(
            _(
                "Nobody could open these reports. Choose a circle that has a hotline worker, "
                "a case manager or a supervisor in it."
            )
        )
