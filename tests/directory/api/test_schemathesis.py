"""Requests made up from our OpenAPI document, good ones and bad ones, against the whole site."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from tests.directory.conftest import World
from tests.sites import site_settings
from waymark.config import public
from waymark.directory.api.openapi import document

pytestmark = pytest.mark.django_db
BASE = "http://localhost/api/hsds"
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.negative_data_rejection,
]
EXAMPLES = 20


class Application(WSGIHandler):
    """The public site as a WSGI application."""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        # The transport of these tests does not undo compression.
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        with override_settings(**site_settings(public)):
            return super().__call__(environ, start_response)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The site closes old connections around each request; this one is the test's own."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def schema() -> Any:
    with override_settings(**site_settings(public)):
        made = schemathesis.openapi.from_dict(document(BASE))
        made.app = Application()
    return made


SCHEMA = schema()
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]


def takes_nothing(operation: Any) -> bool:
    """Whether nothing about a request can be wrong."""
    return not (operation.query or operation.path_parameters or operation.body)


MODES = [
    pytest.param(operation, mode, id=f"{mode.value} {operation.label}")
    for operation in OPERATIONS
    for mode in schemathesis.GenerationMode
    if mode is schemathesis.GenerationMode.POSITIVE or not takes_nothing(operation)
]


@pytest.mark.parametrize(("operation", "mode"), MODES)
def test_made_up_requests(world: World, operation: Any, mode: Any) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def run(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    run()
