"""Lists of people, an analyst who has them, and jobs without a page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.sites import StaffClient
from waymark.accounts.models import Worker, WorkerRole
from waymark.accounts.roles import Role
from waymark.analysis import actions, tables
from waymark.analysis.choices import Choice
from waymark.analysis.models import EstimateJob

SignIn = Callable[[Worker], StaffClient]
COUNTS = """police,shelters,hotline,count
1,0,0,54
0,1,0,46
0,0,1,38
1,1,0,12
1,0,1,9
0,1,1,10
1,1,1,4
"""
QUICK = Choice(methods=("stepwise", "chao"), replicates=20)


def people(names: list[str]) -> str:
    """The same kind of lists, one row for each person and list."""
    rows = [f"{who},{('police', 'shelters')[place % 2]}" for place, who in enumerate(names)]
    return "person,list\n" + "\n".join([*rows, f"{names[0]},shelters"]) + "\n"


def put(by: Worker, text: str = COUNTS, choice: Choice = QUICK, column: str = "") -> EstimateJob:
    """A job in the queue."""
    reading = tables.read(text.encode(), column)
    return actions.start(actions.Wanted(reading, choice, "lists.csv", "Autumn"), by=by)


def upload(text: str | bytes = COUNTS, name: str = "lists.csv", **more: Any) -> dict[str, Any]:
    """What a browser sends of the form."""
    content = text.encode() if isinstance(text, str) else text
    return {
        "file": SimpleUploadedFile(name, content, "text/csv"),
        "title": "Autumn",
        "methods": ["stepwise", "chao"],
        "threshold": "0.02",
        "replicates": "20",
        "seed": "7",
        **more,
    }


@pytest.fixture
def ivan(cast: Cast, staff_client_for: SignIn) -> StaffClient:
    """Riverside's analyst."""
    return staff_client_for(cast.ivan_analyst)


@pytest.fixture
def next_door(cast: Cast, staff_client_for: SignIn) -> StaffClient:
    """Somebody of Lakeside with every right there."""
    WorkerRole.objects.create(worker=cast.lena_lakeside, role=Role.ANALYST)
    return staff_client_for(cast.lena_lakeside)
