"""What has come of the cases so far, and who is who in them."""

from dataclasses import dataclass, field
from typing import Any, TypedDict, TypeVar

from django.db.models import Model

from waymark.accounts.models import Worker
from waymark.cases.models import Case, Participant
from waymark.demo.cases.script import Row, Turn
from waymark.demo.coalition import Coalition, Member
from waymark.demo.play import Play
from waymark.demo.script import read_table
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment

M = TypeVar("M", bound=Model)


class Hand(TypedDict):
    """Who does something, and with which keys, as most actions want it."""

    by: Worker
    keyring: Keyring


@dataclass
class World:
    """The coalition, the reports that came in, and everything that was made, by key.

    Attributes:
        people: what the data file says about each person.
        parts: participants by case and person.
        told: what is shown once and kept for whoever tries the demonstration.
    """

    coalition: Coalition
    play: Play
    people: dict[str, Row]
    cases: dict[str, Case] = field(default_factory=dict)
    parts: dict[tuple[str, str], Participant] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, coalition: Coalition, play: Play) -> "World":
        """Before anything has happened."""
        rows = read_table("cases_people")["person"]
        return cls(coalition, play, {row["key"]: row for row in rows})

    def member(self, login: str) -> Member:
        """Somebody of the coalition with their keys."""
        return self.coalition.members[login]

    def worker(self, login: str) -> Worker:
        """Somebody of the coalition."""
        return self.member(login).worker

    def hand(self, login: str) -> Hand:
        """The same as most actions want it."""
        member = self.member(login)
        return {"by": member.worker, "keyring": member.keyring}

    def circle(self, worker: Worker) -> Compartment:
        """The circle in which a worker's organisation works on cases."""
        names = read_table("cases")["circle"]
        rows = Compartment.objects.filter(owner=worker.organisation_id).select_related("key")
        return rows.get(name__in=names)

    def case(self, turn: Turn) -> Case:
        """The case of a turn, as it is now."""
        case = Case.objects.select_related("compartment__key", "organisation")
        return case.get(pk=self.cases[turn.case].pk)

    def part(self, turn: Turn) -> Participant:
        """Whom a turn is about: who is named, else the first person of the case."""
        who = turn.row.get("who") or next(who for case, who in self.parts if case == turn.case)
        return self.parts[turn.case, who]

    def again(self, model: type[M], turn: Turn) -> M:
        """What an earlier turn made and this one names by `of`, as it is now."""
        return model._default_manager.get(pk=self.made[turn.row["of"]].pk)
