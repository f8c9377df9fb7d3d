"""An invented caseload for measurements: what cases, people and records say, and when.

Everything is drawn from a fixed seed. Nobody in it is real.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any

from tests.cases.matching.invented import invent
from waymark.cases.answers import Answer, answers_as_json
from waymark.cases.fields.catalogue import spec_of
from waymark.cases.fields.codes import codes_for
from waymark.cases.matching.identity import Identity
from waymark.cases.models import CaseState

# Ten cases in turn; five notes each on average, and a few cases hold most of them.
NOTES = (1, 2, 2, 3, 3, 4, 5, 6, 8, 16)
STATES = {
    CaseState.INTAKE: 3,
    CaseState.ACTIVE: 15,
    CaseState.FOLLOW_UP: 7,
    CaseState.CLOSED: 65,
    CaseState.CLOSED_REFERRED: 10,
}
OPEN_DAYS, YEARS_DAYS = 420, 2200
NOTE_WORDS = (20, 60, 120, 300)
Content = dict[str, Any]
_LETTERS = "aeioubdgklmnprstvw"


@dataclass(frozen=True)
class Course:
    """When a case came, how it stands and until when it went on."""

    opened: date
    state: CaseState
    closed: date | None
    last: date

    @property
    def is_open(self) -> bool:
        """Whether somebody works on it."""
        return self.closed is None


class World:
    """Draws what a case and everything in it says; `now` is the day on which it is built."""

    def __init__(self, now: date, seed: int = 7) -> None:
        self.now, self.random = now, Random(seed)
        self.vocabulary = [
            "".join(self.random.choices(_LETTERS, k=self.random.randint(2, 10)))
            for _ in range(3_000)
        ]

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.random.random() < share

    def words(self, count: int) -> str:
        """So many invented words."""
        return " ".join(self.random.choices(self.vocabulary, k=count))

    def code(self, key: str) -> str:
        """One code of a field."""
        return self.random.choice(_codes(key))

    def codes(self, key: str, most: int) -> list[str]:
        """One code or a few."""
        return self.random.sample(_codes(key), self.random.randint(1, most))

    def day(self, course: Course) -> date:
        """A day while the case went on."""
        return course.opened + timedelta(
            days=self.random.randint(0, max(0, (course.last - course.opened).days))
        )

    def soon(self) -> date:
        """A day around today, by which something is due; a third of them past."""
        return self.now + timedelta(days=self.random.randint(-30, 60))

    def course(self) -> Course:
        """When a case came and how it stands: most are closed."""
        state = self.random.choices(list(STATES), list(STATES.values()))[0]
        if state not in {CaseState.CLOSED, CaseState.CLOSED_REFERRED}:
            opened = self.now - timedelta(days=self.random.randint(1, OPEN_DAYS))
            return Course(opened, state, None, self.now)
        opened = self.now - timedelta(days=self.random.randint(60, YEARS_DAYS))
        closed = min(opened + timedelta(days=self.random.randint(20, 500)), self.now)
        return Course(opened, state, closed, closed)

    def identity(self) -> tuple[Identity, Content]:
        """Who somebody is, and the same as it is sealed."""
        who = invent(self.random)
        typed: Content = {
            "prs_FirstName": who.first,
            "prs_MiddleName": who.middle,
            "prs_SecondName": who.second,
            "prs_Birthdate": who.born,
            "prs_IdentityNumber": who.number,
            "prs_MobilePhone": who.phones[0] if who.phones else "",
            "prs_Citizenship": sorted(who.citizenship),
            "prs_Gender": self.random.choices(_codes("identity.prs_Gender"), (70, 22, 3, 2, 2, 1))[
                0
            ],
            "sex": self.random.choices(_codes("identity.sex"), (74, 24, 2))[0],
            "prs_PrimaryLanguage": self.code("identity.prs_PrimaryLanguage"),
        }
        return who, said(typed)

    def case(self, course: Course) -> Content:
        """What a case says of itself."""
        return said(
            {
                "title": self.words(4),
                "cas_ReasonForIncomingReferral": self.code("case.cas_ReasonForIncomingReferral"),
                "cas_IncomingReferralDetails": self.words(25),
                "cas_ReasonForCaseClosure": "" if course.is_open else self.words(12),
            }
        )

    def part(self, role: str) -> Content:
        """What somebody is in a case."""
        if role != "victim":
            return said({"role": role})
        return said(
            {
                "role": role,
                "vic_TypeOfExploitation": self.codes("participant.vic_TypeOfExploitation", 2),
                "vic_MethodsOfControl": self.codes("participant.vic_MethodsOfControl", 4),
                "vic_MethodOfRecruitment": self.codes("participant.vic_MethodOfRecruitment", 2),
                "immigration_status": self.code("participant.immigration_status"),
                "living_situation": self.code("participant.living_situation"),
            }
        )

    def note(self) -> Content:
        """A note; one in four is long."""
        return said({"text": self.words(self.random.choice(NOTE_WORDS))})

    def service(self, given: date) -> Content:
        """A service, mostly given."""
        results, weights = _codes("service.result"), (80, 8, 7, 5)
        return said(
            {
                "category": self.code("service.category"),
                "given_on": given.isoformat(),
                "result": self.random.choices(results, weights)[0],
                "quantity": str(self.random.randint(1, 8)),
                "barriers": self.codes("service.barriers", 2) if self.chance(0.2) else None,
            }
        )

    def milestone(self, due: date, reached: date | None) -> Content:
        """A step with a clock."""
        return said(
            {
                "place": "US",
                "kind": self.code("milestone.kind"),
                "due": due.isoformat(),
                "reached": reached.isoformat() if reached else None,
            }
        )

    def coded(self, record: str, *names: str, **more: Any) -> Content:
        """A code for each of these fields of a record, and more."""
        return said({name: self.code(f"{record}.{name}") for name in names} | more)


def said(values: Mapping[str, Any]) -> Content:
    """Content in which every field with a value is answered; what is empty was not asked."""
    return answers_as_json({k: Answer(v) for k, v in values.items() if v not in (None, "", [])})


def noon(day: date) -> datetime:
    """A moment of a day."""
    return datetime.combine(day, time(12), UTC)


@cache
def _codes(key: str) -> list[str]:
    return list(codes_for(spec_of(key)))
