"""A browser of Carl's and a case of his, for the pages of people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.cases.caseload.conftest import text_of
from tests.cases.making import make_case
from tests.cast import Cast
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.cases.models import Case

SignIn = Callable[[Worker], StaffClient]


@pytest.fixture
def carl(cast: Cast, staff_client_for: SignIn) -> StaffClient:
    return staff_client_for(cast.carl_cases)


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast)


def get(client: StaffClient, name: str, *arguments: object, status: int = 200) -> str:
    response = client.get(reverse(name, args=arguments))
    assert response.status_code == status
    return text_of(response)


def post(
    client: StaffClient, name: str, *arguments: object, data: dict[str, Any], status: int = 302
) -> str:
    response = client.post(reverse(name, args=arguments), data)
    assert response.status_code == status, text_of(response)
    return text_of(response)
