"""What visitors suggest. It is sealed to the circle, and nothing goes live by it."""

import json
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.contacts.refusals import CannotNow, ChangedMeanwhile
from waymark.directory.models import Suggestion, SuggestionState
from waymark.directory.permissions import may_answer_suggestions
from waymark.vault.keyring import Keyring


class Decline(models.TextChoices):
    """Why a suggestion is not used. A closed list: a note could tell of a person."""

    WRONG = "wrong", gettext_lazy("We checked: it is not so")
    UNSURE = "unsure", gettext_lazy("We could not check it")
    THERE = "there", gettext_lazy("It is there already")
    NOT_OURS = "not_ours", gettext_lazy("It is about something else")
    UNSAFE = "unsafe", gettext_lazy("It would make somebody less safe")


@transaction.atomic
def read(suggestion: Suggestion, *, by: Worker, keyring: Keyring) -> dict[str, Any]:
    """What somebody suggested; audited. Raises NotAllowed, CannotOpen."""
    require(may_answer_suggestions, by, suggestion)
    body = _opened(suggestion, keyring)
    audit.record(Event.SUGGESTION_READ, by=by, target=suggestion)
    return body


@transaction.atomic
def use(suggestion: Suggestion, *, by: Worker) -> Suggestion:
    """Note that somebody works with it; the change itself goes the usual way."""
    locked = _begin(suggestion, by)
    return _decide(locked, SuggestionState.USED, by)


@transaction.atomic
def decline(suggestion: Suggestion, reason: Decline, *, by: Worker, keyring: Keyring) -> Suggestion:
    """Note why it is not used. Raises NotAllowed, CannotOpen, ChangedMeanwhile."""
    locked = _begin(suggestion, by)
    key = keyring.data_key(locked.envelope_id)
    body = _opened(locked, keyring) | {"declined": Decline(reason).value}
    key.seal(locked, "body", json.dumps(body).encode())
    return _decide(locked, SuggestionState.DECLINED, by)


def _begin(suggestion: Suggestion, by: Worker) -> Suggestion:
    require(may_answer_suggestions, by, suggestion)
    locked = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if locked.state != SuggestionState.NEW:
        raise ChangedMeanwhile(_("Somebody decided this already."))
    return locked


def _decide(locked: Suggestion, state: SuggestionState, by: Worker) -> Suggestion:
    locked.state, locked.decided_by = state, by
    locked.save()
    audit.record(Event.SUGGESTION_DECIDED, by=by, target=locked)
    return locked


def _opened(suggestion: Suggestion, keyring: Keyring) -> dict[str, Any]:
    if not suggestion.body:
        raise CannotNow(_("What this said is erased."))
    found: dict[str, Any] = json.loads(
        keyring.data_key(suggestion.envelope_id).open(suggestion, "body")
    )
    return found
