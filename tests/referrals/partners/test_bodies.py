"""Whatever stands in a body: it is taken whole and as it was meant, or refused with what to do."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.referrals.partners.conftest import FIRST, NAME, Program, body
from waymark.cases.fields.catalogue import FieldType
from waymark.referrals.models import PartnerReferral
from waymark.referrals.partners import limits
from waymark.referrals.partners.api.problems import MEDIA_TYPE
from waymark.referrals.partners.api.reading import MOST_BYTES
from waymark.referrals.partners.api.shapes import SHAPES, codes_of, offered

ECHO = "xylophone-9137"  # stands in everything that is sent wrongly, and in no answer
MANY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=12,
)


def refused(answer: Any, status: int) -> dict[str, Any]:
    """The problem, which repeats nothing."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    assert answer.headers["Cache-Control"] == "no-store"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    assert ECHO not in answer.content.decode()
    assert NAME not in answer.content.decode()
    assert not PartnerReferral.objects.exists()
    return told


RAW: dict[str, bytes] = {
    "nothing": b" ",
    "no JSON": f"{{{ECHO}".encode(),
    "a list": json.dumps([ECHO]).encode(),
    "a text": json.dumps(ECHO).encode(),
    "Latin-1": f'{{"description": "{ECHO} \xe9"}}'.encode("latin-1"),
    "not a number": b'{"reasonCode": NaN}',
    "endless": b'{"reasonCode": -Infinity}',
    "very deep": b"[" * 60_000,
    "objects very deep": b'{"a":' * 20_000,
    "a name twice": f'{{"reasonCode": "{ECHO}", "reasonCode": "Other"}}'.encode(),
    "many digits": b'{"reasonCode": ' + b"9" * 6000 + b"}",
    "two bodies": b"{}{}",
    "a mark of order": b"\xef\xbb\xbf{}",
    "too deep by one": b'{"values": {"a": {"b": [[1]]}}}',
}


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW)
def test_what_is_no_body(harbour: Program, raw: bytes) -> None:
    refused(harbour.post("/referrals", raw), 400)


def test_its_size(harbour: Program) -> None:
    raw = json.dumps(body(description=ECHO)).encode()
    refused(harbour.post("/referrals", raw + b" " * (MOST_BYTES - len(raw) + 1)), 413)
    refused(harbour.post("/referrals", b"[" * 5_000_000), 413)
    taken = harbour.post("/referrals", raw + b" " * (MOST_BYTES - len(raw)))
    assert taken.status_code == 201


def test_a_body_that_was_cut(harbour: Program) -> None:
    raw = json.dumps(body()).encode()
    said = {"Authorization": f"Bearer {harbour.key}", "Idempotency-Key": "number-1"}
    answer = harbour.client.post(
        "/api/partner/v1/referrals",
        raw,
        content_type="application/json",
        headers=said,
        HTTP_X_WAYMARK_CUT="1",
    )
    refused(answer, 413)


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "", "text/json"])
def test_another_kind_of_body(harbour: Program, kind: str) -> None:
    said = {"Authorization": f"Bearer {harbour.key}", "Idempotency-Key": "number-1"}
    url, raw = "/api/partner/v1/referrals", json.dumps(body())
    answer = harbour.client.post(url, raw, content_type=kind, headers=said)
    told = refused(answer, 415)
    assert answer.headers["Accept-Post"] == "application/json"
    assert "application/json" in told["detail"]


@pytest.mark.parametrize("name", ["reasonCode", "description", "values"])
@pytest.mark.parametrize(
    "value", [None, "", " \t", "\u200b\x00", 1, True, [], {}, [ECHO], {ECHO: ECHO}, ECHO * 500]
)
def test_each_member(harbour: Program, name: str, value: Any) -> None:
    made = {**body(), name: value}
    if name == "description" and value == "\u200b\x00":
        made[name] = "\x00\x07"
    told = refused(harbour.send(made), 422)
    assert {each["pointer"] for each in told["errors"]} == {f"/{name}"}
    del made[name]
    told = refused(harbour.send(made), 422)
    assert {each["pointer"] for each in told["errors"]} == {f"/{name}"}


def test_all_that_is_wrong_is_told_at_once(harbour: Program) -> None:
    made = {"values": {FIRST: 7, "identity.prs_Gender": ECHO, ECHO: 1}, ECHO: 1}
    told = refused(harbour.send(made), 422)
    assert [each["pointer"] for each in told["errors"]] == [
        "/reasonCode",
        "/description",
        f"/values/{FIRST}",
        "/values/identity.prs_Gender",
        "/values",
        "/consent",
        "",
    ]


GOOD: dict[FieldType, Callable[[str], list[Any]]] = {
    FieldType.TEXT: lambda key: ["Rosa", "\u0645\u0631\u064a\u0645", "=1+1"],
    FieldType.LONG_TEXT: lambda key: ["One\nTwo", "x" * 20_000],
    FieldType.TEXTS: lambda key: [["Ana"], ["Ana", "Ani"]],
    FieldType.ROUGH_DATE: lambda key: ["1998", "1998-05", "1998-05-17"],
    FieldType.CHOICE: lambda key: codes_of(offered()[key]),
    FieldType.COUNTRY: lambda key: ["NP", "VN"],
    FieldType.LANGUAGE: lambda key: ["nep", "vie"],
    FieldType.CHOICES: lambda key: [codes_of(offered()[key])[:2], codes_of(offered()[key])],
    FieldType.COUNTRIES: lambda key: [["NP"], ["NP", "VN"]],
    FieldType.PHONE: lambda key: ["+15555550100"],
    FieldType.EMAIL: lambda key: ["rosa@example.org"],
    FieldType.NUMBER: lambda key: [0, 3, 4.0],
    FieldType.YES_NO: lambda key: [True, False],
}
BAD: list[Any] = [
    None,
    1.5,
    -1,
    10**30,
    1e300,
    "",
    " ",
    "\x00",
    [],
    [1],
    [[]],
    [""],
    {},
    {"v": 1},
    ECHO * 3000,
]
BAD += [{"silence": "not_asked"}, {"silence": "unknown", "x": 1}, {"silence": ["unknown"]}, [None]]


def _one(key: str, value: Any) -> dict[str, Any]:
    """A body about one field; a guardian agreed, whatever the age."""
    with_aunt = {"givenBy": "person-and-guardian", "guardian": "Her aunt"}
    return body(values={key: value}, consent={"covers": [key], **with_aunt})


@pytest.mark.parametrize("key", sorted(offered()))
def test_each_field(harbour: Program, key: str) -> None:
    for value in (*GOOD[offered()[key].type](key), {"silence": "unknown"}, {"silence": "declined"}):
        answer = harbour.send(_one(key, value))
        assert answer.status_code == 201, (value, answer.content)
        assert answer.json()["sent"]["values"] == {key: value}
    PartnerReferral.objects.all().delete()
    for value in BAD:
        told = refused(harbour.send(_one(key, value)), 422)
        assert [each["pointer"] for each in told["errors"]] == [f"/values/{key}"], value


@pytest.fixture(autouse=True)
def no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests call more often than a partner."""
    monkeypatch.setattr(limits.sends, "most", 1_000_000)
    monkeypatch.setattr(limits.calls, "most", 1_000_000)


def test_every_field_has_a_shape_and_none_is_hidden() -> None:
    assert {spec.type for spec in offered().values()} == set(SHAPES) == set(GOOD)
    assert {"identity.prs_IdentityNumber", "participant.con_Consent"}.isdisjoint(offered())
    assert not [key for key in offered() if ".per_" in key]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (FIRST, "Ro\u0000sa"),
        ("identity.prs_Birthdate", "2999"),
        ("identity.prs_Birthdate", "1998-02-30"),
        ("identity.prs_Birthdate", "\u0661\u0669\u0669\u0668"),
        ("identity.prs_MobilePhone", "555 0100"),
        ("identity.prs_Email", "a@b"),
        ("identity.aliases", ["one\ntwo"]),
        ("identity.aliases", ["x"] * 21),
        ("identity.prs_Citizenship", ["NP", "NP"]),
        ("identity.prs_Citizenship", ["np"]),
        ("participant.dependants", 100),
        ("participant.dependants", True),
        ("identity.interpreter_needed", "true"),
    ],
)
def test_values_that_look_right(harbour: Program, key: str, value: Any) -> None:
    answer = harbour.send(_one(key, value))
    if key == FIRST:  # what nobody can see is left out, as on our own pages
        assert answer.json()["sent"]["values"] == {FIRST: "Rosa"}
    else:
        refused(answer, 422)


@MANY
@given(made=JSON_VALUES)
def test_any_json(harbour: Program, made: Any) -> None:
    answer = harbour.post("/referrals", json.dumps(made).encode())
    assert answer.status_code in {400, 422}
    assert not PartnerReferral.objects.exists()


def _places(made: Any) -> list[tuple[Any, Any]]:
    """Each place in a body: its parent, and its name there."""
    here: list[tuple[Any, Any]] = []
    if isinstance(made, dict):
        here = [(made, name) for name in made]
    elif isinstance(made, list):
        here = [(made, at) for at in range(len(made))]
    return here + [place for parent, at in here for place in _places(parent[at])]


@MANY
@given(data=st.data())
def test_a_good_body_with_anything_at_any_place(harbour: Program, data: st.DataObject) -> None:
    """It is taken exactly where it reads back as it was sent, without what nobody can see."""
    made = body()
    parent, at = data.draw(st.sampled_from(_places(made)))
    parent[at] = data.draw(JSON_VALUES)
    answer = harbour.send(json.dumps(made).encode())
    assert answer.status_code in {201, 400, 422}, answer.content
    if answer.status_code != 201:
        assert not PartnerReferral.objects.exists()
        return
    PartnerReferral.objects.all().delete()
    told = answer.json()["sent"]
    assert set(told["values"]) == set(made["values"])
    assert told["reasonCode"] == made["reasonCode"]
    assert set(made["values"]) <= set(told["consent"]["covers"])


@MANY
@given(raw=st.binary(min_size=1, max_size=400))
def test_any_bytes(harbour: Program, raw: bytes) -> None:
    assert harbour.post("/referrals", raw).status_code in {400, 422}
    assert not PartnerReferral.objects.exists()


@MANY
@given(text=st.text(alphabet=st.characters(codec=None), min_size=1, max_size=30))
def test_any_text_of_any_script(harbour: Program, text: str) -> None:
    made = body(description=f"{text}.", values={FIRST: f"{text}x"})
    answer = harbour.send(json.dumps(made).encode())
    assert answer.status_code == 201, answer.content
    row = PartnerReferral.objects.get()
    assert harbour.read(row)["sent"]["description"].endswith(".")
    row.delete()
