"""The OpenAPI document says exactly what is answered, to good calls and to made-up ones."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from tests.referrals.partners.conftest import BASE, Desk, Program, body, day
from tests.sites import PublicClient, site_settings
from waymark.config import public
from waymark.referrals.models import PartnerReferral
from waymark.referrals.partners import limits
from waymark.referrals.partners.api import views
from waymark.referrals.partners.api.openapi import document
from waymark.referrals.partners.api.problems import Kind
from waymark.referrals.referring.states import Move

pytestmark = pytest.mark.django_db
URL = f"http://localhost{BASE}"
FORMATS = FormatChecker(formats=("uuid", "date-time", "date"))
LANGUAGES = ("en", "es", "vi", "ar")
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
EXAMPLES = 12


def wrong(answer: Any, operation: str) -> list[str]:
    """What of an answer is not as the document says."""
    told = document(URL)
    method, path = operation.split(" ")
    said = told["paths"][path][method]["responses"].get(str(answer.status_code))
    if said is None:
        return [f"{answer.status_code} is not in the document"]
    [(kind, content)] = said["content"].items()
    if answer.headers["Content-Type"] != kind:
        return [f"it is {answer.headers['Content-Type']}"]
    resource: Resource[Any] = Resource.opaque(told)
    registry: Registry[Any] = Registry().with_resource("urn:document", resource)
    schema = json.loads(json.dumps(content["schema"]).replace('"#/', '"urn:document#/'))
    validator = Draft202012Validator(schema, registry=registry, format_checker=FORMATS)
    return [error.message for error in validator.iter_errors(answer.json())]


def test_what_is_answered(harbour: Program, desk: Desk) -> None:
    row = harbour.sent()
    one, all_ = "get /referrals/{id}", "get /referrals"
    for move in (Move.ACCEPT, Move.START, Move.COMPLETE):
        assert not wrong(harbour.get(f"/referrals/{row.pk}"), one)
        desk.answer(row, move)
    other = harbour.sent()
    desk.answer(other, Move.REJECT, reason="waitlist")
    assert not wrong(harbour.get(f"/referrals/{other.pk}"), one)
    assert not wrong(harbour.get("/referrals"), all_)
    assert not wrong(harbour.get("/referrals?since=2026-01-01"), all_)
    assert not wrong(harbour.recall(harbour.sent()), "post /referrals/{id}/recall")
    assert not wrong(harbour.send(), "post /referrals")
    assert not wrong(harbour.get("/"), "get /")
    assert not wrong(harbour.get("/openapi.json"), "get /openapi.json")


def test_what_is_refused(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    send, used = "post /referrals", harbour.send(number="number-1")
    assert used.status_code == 201
    nobody = Program("x", harbour.partner)
    for answer, operation, status in (
        (harbour.send({}), send, 422),
        (harbour.post("/referrals", b"["), send, 400),
        (harbour.post("/referrals", b"x" * 200_000), send, 413),
        (harbour.post("/referrals", b" ", None), send, 400),
        (harbour.send(body(description="Other"), "number-1"), send, 409),
        (nobody.send(), send, 401),
        (harbour.get("/referrals/x"), "get /referrals/{id}", 404),
        (harbour.recall(PartnerReferral()), "post /referrals/{id}/recall", 404),
        (harbour.get("/referrals", "put"), "get /referrals", 405),
        (harbour.get("/referrals", "get", Accept="text/html"), "get /referrals", 406),
        (harbour.get("/referrals?x=1"), "get /referrals", 400),
    ):
        assert answer.status_code == status
        assert not wrong(answer, operation)
    monkeypatch.setattr(limits.calls, "most", 0)
    assert not wrong(harbour.get("/referrals"), "get /referrals")


def test_what_breaks_is_told_without_its_words(
    harbour: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("4 Casework Way")

    monkeypatch.setattr(views, "read_json", broken)
    answer = harbour.send()
    assert answer.status_code == 500
    assert not wrong(answer, "post /referrals")
    assert "Casework" not in answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_problems_are_in_the_language_that_is_asked_for(harbour: Program, language: str) -> None:
    answer = harbour.post("/referrals", {}, **{"Accept-Language": language})
    assert answer.headers["Content-Language"] == language
    assert "Accept-Language" in answer.headers["Vary"]
    assert not wrong(answer, "post /referrals")
    served = PublicClient().get(f"{BASE}/openapi.json", headers={"Accept-Language": language})
    assert served.json() == PublicClient().get(f"{BASE}/openapi.json").json()


def test_the_document_is_served_to_anybody() -> None:
    about = PublicClient().get(f"{BASE}/")
    assert about.json()["openapi_url"].endswith(f"{BASE}/openapi.json")
    served = PublicClient().get(f"{BASE}/openapi.json")
    assert served.status_code == 200
    assert served.json()["openapi"].startswith("3.1")
    assert served.json()["servers"] == [{"url": views.base_url()}]
    assert not served.cookies
    assert "Access-Control-Allow-Origin" not in served.headers


@pytest.mark.parametrize("path", ["/nothing", "/referrals/", "/openapi.json/", "/../v2/referrals"])
def test_other_addresses(harbour: Program, path: str) -> None:
    answer = harbour.get(path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/", "/openapi.json", "/referrals", "/referrals/x", "/referrals/x/recall"]
)
def test_methods(harbour: Program, path: str) -> None:
    allowed = harbour.get(path, "options").headers["Allow"]
    for method in ("put", "patch", "delete", "trace"):
        answer = harbour.client.generic(method.upper(), BASE + path)
        assert answer.status_code == 405
        assert answer.headers["Allow"] == allowed


def test_schemas_and_references_of_the_document() -> None:
    told = document(URL)
    for name, found in told["components"]["schemas"].items():
        Draft202012Validator.check_schema(found)
        assert found["type"], name
    text = json.dumps(told)
    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in told["components"]["schemas"]
    names = [
        each["operationId"]
        for path in told["paths"].values()
        for m, each in path.items()
        if m != "parameters"
    ]
    assert len(names) == len(set(names)) == 6
    assert {kind.code for kind in Kind} == {
        each.rpartition(":")[2]
        for each in told["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]
    }


def test_the_example_of_the_manual_is_taken(harbour: Program) -> None:
    manual = (Path(__file__).parents[3] / "docs" / "partner-api.md").read_text(encoding="utf-8")
    made = json.loads(manual.split("-d '")[1].split("}'")[0] + "}")
    made["consent"]["givenOn"] = day()
    answer = harbour.send(made)
    assert answer.status_code == 201, answer.content
    for kind in Kind:
        assert f"`{kind.code}`" in manual


def test_it_stands_on_the_public_site_only() -> None:
    assert reverse("partner_api", urlconf="waymark.config.public_urls") == f"{BASE}/"
    with pytest.raises(Exception, match="partner_api"):
        reverse("partner_api", urlconf="waymark.config.staff_urls")


class Application(WSGIHandler):
    """The public site as a WSGI application."""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        with override_settings(**site_settings(public)):
            return super().__call__(environ, start_response)


@pytest.fixture
def one_connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The site closes old connections around each request; this one is the test's own."""
    monkeypatch.setattr(limits.calls, "most", 1_000_000)
    monkeypatch.setattr(limits.sends, "most", 1_000_000)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


OPERATIONS = [
    ("/referrals", "get"),
    ("/referrals", "post"),
    ("/referrals/{id}", "get"),
    ("/referrals/{id}/recall", "post"),
]


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("mode", schemathesis.GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_made_up_calls(harbour: Program, path: str, method: str, mode: Any) -> None:
    with override_settings(**site_settings(public)):
        schema = schemathesis.openapi.from_dict(document(URL))
        schema.app = Application()
    operation = schema[path][method]
    key = {"Authorization": f"Bearer {harbour.key}"}

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
        case.call_and_validate(headers=key, checks=CHECKS)

    run()
