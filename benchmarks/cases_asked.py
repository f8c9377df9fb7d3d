"""What is asked of the caseload: work lists, cases, misspelt names, somebody new at intake."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from django.db import transaction

from benchmarks.cases_staff import Staff
from tests.cases.matching.invented import spoilt
from waymark.cases.answers import answers_from_json
from waymark.cases.matching.identity import Identity
from waymark.cases.models import Case, Person, today
from waymark.cases.names import person_name
from waymark.cases.people.queries.finding import identity_of
from waymark.cases.queries.visible import cases_visible_to, people_visible_to
from waymark.cases.records import read_many
from waymark.cases.states import OPEN

LISTS = (
    "/cases/",
    "/cases/?page=2",
    "/cases/list/mine/overdue/",
    "/cases/list/mine/closed/",
    "/cases/list/team/open/",
    "/cases/list/nobodys/intake/",
    "/cases/list/all/open/",
    "/cases/list/all/open/?page=40",
    "/cases/list/all/review/",
    "/cases/list/all/closed/?page=300",
)
TABS = (
    "people", "notes", "tasks", "timeline", "services", "plans", "milestones", "releases",
)  # fmt: skip
# The form for somebody new in a case, by the field of the identity that is typed.
WHO = {"first": "prs_FirstName", "middle": "prs_MiddleName", "second": "prs_SecondName"}
INTAKE = "intake, page with the check"
NO_ID = "00000000-0000-4000-8000-000000000000"


@dataclass
class Ask:
    """A request. `check` gives, once it was made, whether it found what it should."""

    make: Callable[[], Any]
    found: Callable[[Any], bool] = lambda answer: True


class Questions:
    """Draws the same requests each time; the staff are two of sixty."""

    def __init__(self, manager: Staff, supervisor: Staff, most: int) -> None:
        self.manager, self.supervisor, self.most = manager, supervisor, most
        self.random = Random(11)

    def all(self) -> dict[str, list[Ask]]:
        """Every kind of request by what it is called in the table."""
        return {
            "work list": list(self._get(self.manager, self._lists())),
            "case page": list(self._get(self.manager, self._cases(""))),
            "other pages of a case": list(self._get(self.manager, self._tabs())),
            "search by a misspelt name": list(self._searches()),
            INTAKE: list(self._intakes()),
            "workload of all workers": list(
                self._get(self.supervisor, ["/cases/workload/"] * max(1, self.most // 10))
            ),
        }

    def _get(self, who: Staff, paths: list[str]) -> Iterator[Ask]:
        return (Ask(partial(who.get, path)) for path in paths)

    def _lists(self) -> list[str]:
        return [LISTS[number % len(LISTS)] for number in range(self.most)]

    def _cases(self, tab: str) -> list[str]:
        return [f"/cases/{case.pk}/{tab}" for case in self._some_cases()]

    def _tabs(self) -> list[str]:
        rows = enumerate(self._some_cases())
        return [f"/cases/{case.pk}/{TABS[number % len(TABS)]}/" for number, case in rows]

    def _some_cases(self) -> list[Case]:
        """Two of three open, because that is where the work is."""
        mine = cases_visible_to(self.manager.worker).order_by("pk")
        is_open = list(mine.filter(state__in=OPEN).values_list("pk", flat=True))
        ended = list(mine.exclude(state__in=OPEN).values_list("pk", flat=True))
        chosen = self.random.sample(is_open, min(len(is_open), 2 * self.most // 3))
        chosen += self.random.sample(ended, min(len(ended), self.most - len(chosen)))
        return [Case(pk=pk) for pk in chosen]

    def _known(self) -> Iterator[tuple[Person, Identity]]:
        """People whom the manager can open and whose name is known."""
        ids = list(
            people_visible_to(self.manager.worker).order_by("pk").values_list("pk", flat=True)
        )
        chosen = self.random.sample(ids, min(len(ids), self.most))
        people = list(Person.objects.filter(pk__in=chosen).order_by("pk"))
        opened = read_many(people, self.manager.keyring)
        for person in people:
            yield person, identity_of(answers_from_json(opened[person.pk]), self.manager.worker)

    def _searches(self) -> Iterator[Ask]:
        for person, who in self._known():
            typed = spoilt(who, self.random)
            words = " ".join(filter(None, (typed.first, typed.second)))
            data = {"words": words or who.first}
            yield Ask(
                partial(self.manager.post, "/cases/people/", data),
                partial(_names, person_name(person).encode()),
            )

    def _intakes(self) -> Iterator[Ask]:
        case = cases_visible_to(self.manager.worker).filter(state__in=OPEN).order_by("pk")[0]
        for _, who in self._known():
            typed = spoilt(who, self.random)
            data = {f"who-{field}": getattr(typed, name) for name, field in WHO.items()}
            # A birth that was spoilt into a year to come is one that the form would send back.
            born = typed.born if typed.born < f"{today().year}" else who.born
            data |= {"part-role": "victim", "who-prs_Birthdate": born}
            data |= {"record_id": NO_ID, "seen": "1"}
            path = f"/cases/{case.pk}/people/add/"
            yield Ask(partial(self._intake, path, data), lambda answer: answer.status_code == 200)

    def _intake(self, path: str, data: dict[str, str]) -> Any:
        """Where nobody is found the person is added, which is taken back here."""
        with transaction.atomic():
            answer = self.manager.post(path, data)
            transaction.set_rollback(True)
        return answer


def _names(name: bytes, answer: Any) -> bool:
    """Whether a page names somebody."""
    return name in answer.content
