"""Which code can let a person's data out, and how. A test walks every address and asks for it.

A view of the rooms `cases`, `referrals` and `packs` either answers the signed-in worker in HTML
that no cache may keep, or it is marked here:

    @way_out(Way.EXPORT)
    def download(request: StaffRequest, case_id: UUID) -> HttpResponse: ...

`way_out` also marks a command's `handle` and a function that sends a mail or a message. What is
marked must call the gate; the test watches it do so, and watches it refuse without a release.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

Emitter = TypeVar("Emitter", bound=Callable[..., Any])
_MARK = "leaves"


class Way(models.TextChoices):
    """How something leaves."""

    REFERRAL = "referral", _("with a referral")
    EXPORT = "export", _("as a file")
    API = "api", _("to a partner's computer")
    REPORT_PACK = "report_pack", _("in a report pack")
    PRINT = "print", _("on paper")
    EMAIL = "email", _("by e-mail")
    COMPELLED = "compelled", _("because the law compels it")
    OWN_COPY = "own_copy", _("to the person themself")


@dataclass(frozen=True)
class Mark:
    """What a piece of code says about itself: the way it lets data out, or why it asks no gate."""

    way: Way | None
    reason: str = ""
    opens_nothing: bool = False


def way_out(way: Way) -> Callable[[Emitter], Emitter]:
    """Mark what lets a person's data out through the gate."""
    return _marking(Mark(way))


def already_out(*, reason: str) -> Callable[[Emitter], Emitter]:
    """Mark what hands over bytes that the gate let out when they were sealed for the receiver."""
    return _marking(Mark(None, reason))


def without_person(*, reason: str) -> Callable[[Emitter], Emitter]:
    """Mark what answers in a file or in JSON and holds nothing of a person: it opens no record."""
    return _marking(Mark(None, reason, opens_nothing=True))


def mark_of(emitter: Callable[..., Any]) -> Mark | None:
    """The mark of a view, command or sender, if it has one."""
    found = getattr(emitter, _MARK, None)
    return found if isinstance(found, Mark) else None


def _marking(mark: Mark) -> Callable[[Emitter], Emitter]:
    def put(emitter: Emitter) -> Emitter:
        setattr(emitter, _MARK, mark)
        return emitter

    return put
