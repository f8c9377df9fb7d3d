"""A wall, as a supervisor builds it."""

from tests.cases.making import answered
from waymark.accounts.models import Worker
from waymark.cases.models import Case, Wall
from waymark.cases.records import write_new


def build_wall(case: Case, worker: Worker) -> Wall:
    """Keep a worker out of a case."""
    wall = Wall(case=case, worker=worker)
    write_new(wall, answered({"reason": "kin"}))
    return wall
