"""The words of every record's fields. A record of another slice adds its module here."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.wording import (
    assessment,
    case,
    determination,
    event,
    identity,
    milestone,
    outcome,
    participant,
    relationship,
    safety_plan,
    service,
    support_plan,
)
from waymark.cases.fields.words import Words

RECORDS: Mapping[str, str | Promise] = {
    "identity": _("Who the person is"),
    "participant": _("The person in a case"),
    "case": _("The case"),
    "event": _("Historic trafficking events"),
    "relationship": _("Relationships"),
    "determination": _("Determinations"),
    "assessment": _("Assessments"),
    "safety_plan": _("Safety plans"),
    "support_plan": _("Support plans"),
    "service": _("Services"),
    "milestone": _("Milestones"),
    "outcome": _("Outcomes"),
}
WORDS: dict[str, Mapping[str, Words]] = {
    "identity": identity.WORDS,
    "participant": participant.WORDS,
    "case": case.WORDS,
    "event": event.WORDS,
    "relationship": relationship.WORDS,
    "determination": determination.WORDS,
    "assessment": assessment.WORDS,
    "safety_plan": safety_plan.WORDS,
    "support_plan": support_plan.WORDS,
    "service": service.WORDS,
    "milestone": milestone.WORDS,
    "outcome": outcome.WORDS,
}
SECTIONS: Mapping[str, Mapping[str, str | Promise]] = {
    "identity": identity.SECTIONS,
    "participant": participant.SECTIONS,
    "case": case.SECTIONS,
    "event": event.SECTIONS,
    "relationship": relationship.SECTIONS,
    "determination": determination.SECTIONS,
    "assessment": assessment.SECTIONS,
    "safety_plan": safety_plan.SECTIONS,
    "support_plan": support_plan.SECTIONS,
    "service": service.SECTIONS,
    "milestone": milestone.SECTIONS,
    "outcome": outcome.SECTIONS,
}
