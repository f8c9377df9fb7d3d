"""The answers on the report form: one sealed JSON value per report."""

import json
from dataclasses import dataclass, fields

from django.db import models
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    """Who the reporter is to what they report."""

    ME = "me", _("It is about me")
    KNOWN = "known", _("It is about someone I know")
    SEEN = "seen", _("I saw or heard something")
    PROFESSIONAL = "professional", _("I work with people and noticed something")
    UNSAID = "", _("I would rather not say")


@dataclass(frozen=True)
class Content:
    """What a reporter said. Only `what` is always there; the rest may be empty."""

    what: str
    relation: str = Relation.UNSAID.value
    urgent: bool = False
    child: bool = False
    where: str = ""
    when: str = ""
    may_contact: bool = False
    contact_how: str = ""
    contact_when: str = ""
    contact_name: str = ""
    never_do: str = ""

    def to_bytes(self) -> bytes:
        """As UTF-8 JSON."""
        return json.dumps(vars(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, value: bytes) -> "Content":
        """Undo `to_bytes`; fields that a later version added keep their defaults."""
        known = {field.name for field in fields(cls)}
        found = json.loads(value)
        return cls(**{name: found[name] for name in known & found.keys()})
