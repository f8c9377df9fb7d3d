"""How requests are written: in an address, in a body, well and badly."""

import json
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.directory.api.conftest import Program, content
from tests.directory.conftest import World
from waymark.directory.api.parameters import PARAMETERS, understand
from waymark.directory.api.problems import Problem
from waymark.directory.api.resources import RESOURCES

pytestmark = pytest.mark.django_db
LISTS = tuple(RESOURCES)
WRONG = {
    "search": ["x" * 201, "a\x00b"],
    "page": ["0", "-1", "1.5", "x", "", "1000001", "99999999999999999999", "١", "1_0", " 1"],
    "per_page": ["0", "101", "many"],
    "format": ["xml", "JSON", ""],
    "taxonomy_term_id": ["x", "", ",", ",".join([str(uuid.UUID(int=n)) for n in range(21)])],
    "taxonomy_id": ["x", "ac148810d857441c9679408f346de14b"],
    "organization_id": ["'; DROP TABLE directory_service; --"],
    "modified_after": ["yesterday", "", "2026-13-01", "0001-01-01T00:00:00+14:00"],
    "minimal": ["yes", ""],
    "full": ["2"],
    "full_service": ["TRUE"],
    "top_only": ["x"],
    "parent_id": ["x"],
    "postcode": ["x" * 201, "elsewhere"],
    "proximity": ["x", "-1", "500001", "nan", "inf", "1_0"],
    "latitude": ["91", "-90.0001", "nan", "x", "", "1e999"],
    "longitude": ["181", "-181", "x"],
    "radius": ["-0.1", "501", "x"],
    "accepts": ["everybody", "", "men,", "men,everybody"],
    "age": ["-1", "121", "x", "17.5"],
    "language": ["", "english language", "v", "x" * 36],
}


def parameter_of(answer: Any) -> str:
    assert answer.status_code == 400, content(answer)
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = json.loads(content(answer))
    assert said["status"] == 400
    assert said["title"]
    assert said["detail"]
    return str(said.get("parameter", ""))


def test_every_parameter_has_its_wrong_values() -> None:
    assert WRONG.keys() == PARAMETERS.keys()


@pytest.mark.parametrize("name", LISTS)
def test_a_wrong_value_is_refused_by_its_name(api: Program, name: str) -> None:
    for parameter in RESOURCES[name].parameters:
        for value in WRONG[parameter]:
            together = {"longitude": "1"} if parameter == "latitude" else {}
            answer = api.get(f"/{name}", **{parameter: value}, **together)
            assert parameter_of(answer) == parameter, value
            if PARAMETERS[parameter].schema["type"] == "string":
                assert parameter_of(api.post(f"/{name}", {parameter: value})) == parameter


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("page", "1"),
        ("page", True),
        ("page", 1.5),
        ("page", 0),
        ("page", 10**400),
        ("full", "true"),
        ("full", 1),
        ("search", 1),
        ("search", ["clinic"]),
        ("search", None),
        ("postcode", ["95814"]),
        ("latitude", "38"),
        ("accepts", [1]),
        ("accepts", []),
        ("accepts", ["men", "everybody"]),
    ],
)
def test_a_value_of_a_wrong_type_in_a_body(api: Program, parameter: str, value: Any) -> None:
    body = {parameter: value} | ({"longitude": 1} if parameter == "latitude" else {})
    assert parameter_of(api.post("/search", body)) == parameter


@pytest.mark.parametrize("name", LISTS)
def test_what_is_unknown_is_refused_and_not_passed_over(api: Program, name: str) -> None:
    assert parameter_of(api.get(f"/{name}", acepts="men")) == "acepts"
    assert parameter_of(api.post(f"/{name}", {"acepts": "men"})) == "acepts"
    for parameter in PARAMETERS.keys() - set(RESOURCES[name].parameters):
        assert parameter_of(api.get(f"/{name}", **{parameter: "1"})) == parameter


def test_what_is_unknown_is_not_repeated_as_it_was_typed(api: Program) -> None:
    assert parameter_of(api.get("/services", **{"<script>": "x"})) == "script"


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"latitude": "1"}, "longitude"),
        ({"longitude": "1"}, "latitude"),
        ({"radius": "1"}, "radius"),
        ({"proximity": "1"}, "proximity"),
        ({"postcode": "95814", "latitude": "1", "longitude": "1"}, "postcode"),
        ({"minimal": "true", "full": "true"}, "minimal"),
    ],
)
def test_what_does_not_fit_together(api: Program, asked: dict[str, str], named: str) -> None:
    assert parameter_of(api.get("/services", **asked)) == named


def test_the_same_twice(api: Program) -> None:
    assert parameter_of(api.client.get("/api/hsds/services?page=1&page=2")) == "page"
    content_type = "application/json"
    answer = api.client.post("/api/hsds/services?page=1", '{"page": 2}', content_type=content_type)
    assert parameter_of(answer) == "page"
    repeated = "/api/hsds/services?accepts=men&accepts=women"
    assert api.client.get(repeated).status_code == 200


def test_items_take_few_parameters(world: World, api: Program) -> None:
    assert parameter_of(api.get(f"/services/{world.clinic.pk}", full="true")) == "full"
    own = f"/organizations/{world.clinic.organization_id}"
    assert api.get(own, full_service="true").status_code == 200


def test_a_body_asks_like_an_address(world: World, api: Program) -> None:
    asked = {
        "search": "clinic",
        "full": True,
        "page": 1,
        "per_page": 2.0,
        "accepts": ["men", "women"],
        "latitude": 38.58,
        "longitude": -121.49,
        "radius": 5,
    }
    in_address = {
        **{key: str(value) for key, value in asked.items()},
        "full": "true",
        "per_page": "2",
        "accepts": "men,women",
    }
    by_body = api.post("/services", asked)
    assert by_body.status_code == 200
    assert by_body.json() == api.read("/services", **in_address)
    assert by_body.json()["contents"][0]["name"] == "Clinic"


def test_search_answers_services_at_locations(world: World, api: Program) -> None:
    found = api.post("/search", {"search": "clinic"})
    assert found.json() == api.read("/service_at_locations", search="clinic")
    assert found.headers["Cache-Control"] == "no-store"
    assert "ETag" not in found.headers
    assert api.post("/search", {}).json() == api.read("/service_at_locations")
    assert api.client.generic("POST", "/api/hsds/search").status_code == 200


@pytest.mark.parametrize(
    "body",
    ["[]", "1", "null", '"x"', "{", '{"page": {}}', '{"page": null}', '{"accepts": [1]}', "\ufeff"],
)
def test_bodies_that_say_nothing_readable(api: Program, body: str) -> None:
    answer = api.client.post("/api/hsds/search", body, content_type="application/json")
    parameter_of(answer)


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe", b'{"search": "\xff"}', b'{"search": "\\ud800"}', b"[" * 9000, b"{}{}"],
)
def test_bodies_of_broken_bytes(api: Program, body: bytes) -> None:
    answer = api.client.post("/api/hsds/search", body, content_type="application/json")
    parameter_of(answer)


def test_numbers_without_end_are_no_numbers(api: Program) -> None:
    for body in ('{"latitude": NaN, "longitude": 1}', '{"latitude": 1e999, "longitude": 1}'):
        answer = api.client.post("/api/hsds/search", body, content_type="application/json")
        assert parameter_of(answer) == "latitude"


def test_a_body_that_is_too_large(api: Program) -> None:
    answer = api.post("/search", {"search": "x" * 20_000})
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_is_not_json(api: Program, kind: str) -> None:
    answer = api.client.post("/api/hsds/search", "search=x", content_type=kind)
    assert answer.status_code == 415
    assert answer.headers["Accept-Post"] == "application/json"


@given(
    st.dictionaries(
        st.sampled_from([*PARAMETERS, "other"]),
        st.text(max_size=60) | st.sampled_from(["1", "true", "men", "5.5", str(uuid.UUID(int=1))]),
        max_size=4,
    )
)
@settings(max_examples=300, deadline=None)
def test_whatever_is_asked_is_understood_or_refused(asked: dict[str, str]) -> None:
    try:
        understood = understand(asked, tuple(PARAMETERS))
    except Problem as refused:
        problem = refused
    else:
        assert 1 <= understood.per_page <= 100
        assert understood.radius is None or understood.point is not None
        return
    assert problem.status == 400
    assert problem.parameter in {*PARAMETERS, "other"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*PARAMETERS, "x"]), json_values, max_size=3) | json_values)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_body_breaks_it(api: Program, body: Any) -> None:
    assert api.post("/search", body).status_code in {200, 400}
