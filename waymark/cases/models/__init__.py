"""The records of cases. Everything about a person is sealed; ids, states and days are plain."""

from waymark.cases.models.base import CaseRecord
from waymark.cases.models.case import (
    NOTHING_DUE,
    Case,
    CaseFile,
    CaseState,
    CaseTurn,
    Note,
    Task,
    TeamMember,
    Wall,
    today,
)
from waymark.cases.models.exchange import ImportDraft
from waymark.cases.models.keeping import (
    Erasure,
    FieldSetting,
    FieldUse,
    KeepRule,
    KeptKind,
    LegalHold,
)
from waymark.cases.models.people import (
    HistoricEvent,
    IndexedCircle,
    MatchDecision,
    Participant,
    Person,
    PersonMatch,
    Relationship,
)
from waymark.cases.models.support import (
    AboutParticipant,
    Assessment,
    Determination,
    Milestone,
    Outcome,
    SafetyPlan,
    ServiceDelivered,
    SupportPlan,
)

__all__ = [
    "NOTHING_DUE",
    "AboutParticipant",
    "Assessment",
    "Case",
    "CaseFile",
    "CaseRecord",
    "CaseState",
    "CaseTurn",
    "Determination",
    "Erasure",
    "FieldSetting",
    "FieldUse",
    "HistoricEvent",
    "ImportDraft",
    "IndexedCircle",
    "KeepRule",
    "KeptKind",
    "LegalHold",
    "MatchDecision",
    "Milestone",
    "Note",
    "Outcome",
    "Participant",
    "Person",
    "PersonMatch",
    "Relationship",
    "SafetyPlan",
    "ServiceDelivered",
    "SupportPlan",
    "Task",
    "TeamMember",
    "Wall",
    "today",
]
