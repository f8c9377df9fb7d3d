"""The answers on the report form: one sealed JSON value per report."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    """Who the reporter is to what they report."""

    ME = "me", _("It is about me")
    KNOWN = "known", _("It is about someone I know")
    SEEN = "seen", _("I saw or heard something")
    PROFESSIONAL = "professional", _("I work with people and noticed something")
    UNSAID = "", _("I would rather not say")


class CameBy(models.TextChoices):
    """How a report reached the hotline that took it."""

    CALL = "call", _("By telephone")
    TEXT = "text", _("By text message")
    CHAT = "chat", _("By chat")
    EMAIL = "email", _("By e-mail")
    WEB = "web", _("By a form on the web")
    IN_PERSON = "in_person", _("In person")


def way_shown(came_by: str) -> str:
    """How a report came, in words; what is no code stays as it was written."""
    return str(CameBy(came_by).label) if came_by in CameBy.values else came_by


@dataclass(frozen=True)
class Origin:
    """Where a report comes from that another hotline took, and what only its export says.

    Attributes:
        source: that hotline, in the words of who brought the report in.
        number: its own number for the report.
        came_by: by telephone, by text, or whatever it says.
        done: what was done about it there.
        further: all else that the export says.
        marks: what it is known by when it is brought again; see `importing.known`.
    """

    source: str
    number: str = ""
    came_by: str = ""
    done: str = ""
    further: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """What a reporter said. Only `what` is always there; the rest may be empty.

    `origin` is there where the report did not come through our own form.
    """

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
    origin: Origin | None = None

    def to_bytes(self) -> bytes:
        """As UTF-8 JSON."""
        values = vars(self) | {"origin": asdict(self.origin) if self.origin else None}
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, value: bytes) -> "Content":
        """Undo `to_bytes`; fields that a later version added keep their defaults."""
        found = _known(cls, json.loads(value))
        if found.get("origin"):
            origin = _known(Origin, found["origin"])
            found["origin"] = Origin(**origin | {"marks": tuple(origin.get("marks", ()))})
        return cls(**found)


def _known(kind: type[Content] | type[Origin], values: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: values[name] for name in names & values.keys()}
