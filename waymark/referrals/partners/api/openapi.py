"""The OpenAPI document: made of the same tables by which bodies are read and answers written."""

from typing import Any

from django.utils import translation

from waymark.cases.answers import Silence
from waymark.cases.fields.codes import country_names, language_names
from waymark.referrals.models import StatusReason, TaskState
from waymark.referrals.partners.api.consent import GIVEN_BY, NEEDED, TEXTS, longest_days
from waymark.referrals.partners.api.problems import MEDIA_TYPE, TYPES, Kind
from waymark.referrals.partners.api.reading import LONGEST_DESCRIPTION, MEMBERS, NUMBER
from waymark.referrals.partners.api.shapes import SILENCE, offered, schema_of, text_schema
from waymark.referrals.partners.purposes import purposes_of_keys
from waymark.referrals.reference.releases import WAYS
from waymark.referrals.referring.content import reasons

Json = dict[str, Any]
VERSION = "1.0"
JSON = "application/json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
DAY: Json = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MOMENT: Json = {"type": "string", "format": "date-time"}
ID: Json = {"type": "string", "format": "uuid"}
ABOUT = (
    "For a partner's computer that has a key: send a referral with the person's consent, read how "
    "it stands, take it back. What is sent is sealed on arrival for the receiving desk and for the "
    "key; this server opens it only while the key is in a call. A key is for one organisation and "
    "one purpose, and each call is in the audit log. Members that stand not in this document are "
    "refused. Names of members follow FHIR's Task, names and codes of fields the Human Trafficking "
    "Case Data Standard. The manual is docs/partner-api.md."
)
EVERYWHERE = (Kind.METHOD, Kind.FORM, Kind.FAULT)
OF_PARTNERS = (*EVERYWHERE, Kind.KEY, Kind.UNREADABLE, Kind.TOO_OFTEN)
OF_BODIES = (Kind.NUMBER_USED, Kind.NOT_TAKING, Kind.TOO_LARGE, Kind.NO_JSON, Kind.INVALID)


def document(base: str) -> Json:
    """The whole document, in English; `base` is the address of the API."""
    with translation.override("en"):
        return _document(base)


def _document(base: str) -> Json:
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": DIALECT,
        "info": {"title": "Referrals from partners", "version": VERSION, "description": ABOUT},
        "servers": [{"url": base}],
        "security": [{"partnerKey": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"partnerKey": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas(),
        },
    }


def schemas() -> Json:
    """Every shape of body and answer by its name."""
    whole = {**_state(), "sent": _or_none(_to("NewReferral"))}
    page = {
        "referrals": {"type": "array", "items": _to("State")},
        "next": _or_none({"type": "string", "format": "uri"}),
    }
    return {
        "NewReferral": _closed(_asked(), list(MEMBERS)),
        "Values": {**_closed(_fields(), []), "minProperties": 1},
        "Consent": _closed(_consent(), list(NEEDED)),
        "Silence": _closed({SILENCE: _enum(*(each.value for each in Silence))}, [SILENCE]),
        "Country": _enum(*sorted(country_names())),
        "Language": _enum(*sorted(language_names())),
        "State": _closed(_state(), list(_state())),
        "Referral": _closed(whole, list(whole)),
        "Page": _closed(page, list(page)),
        "Problem": _problem(),
        "About": {"type": "object", "required": ["version", "openapi_url", "publisher"]},
    }


def _paths() -> Json:
    row_id = {"name": "id", "in": "path", "required": True, "schema": ID}
    return {
        "/": {"get": _open("about", "What this API is.", _to("About"))},
        "/openapi.json": {"get": _open("openapi", "This document.", {"type": "object"})},
        "/referrals": {"get": _list(), "post": _send()},
        "/referrals/{id}": {
            "parameters": [row_id],
            "get": _one("read", "How a referral of yours stands, and what you sent."),
        },
        "/referrals/{id}/recall": {
            "parameters": [row_id],
            "post": _one(
                "recall",
                "Take a referral back, or tell that the person does not agree any more. What you "
                "sent is destroyed; a case that the desk has begun from it stays theirs. Calling "
                "twice is the same as once.",
            ),
        },
    }


def _open(name: str, text: str, schema: Json) -> Json:
    made = _operation(name, text, _answers("200", schema), EVERYWHERE)
    return {**made, "security": []}


def _one(name: str, text: str) -> Json:
    kinds = (*OF_PARTNERS, Kind.NOTHING)
    return _operation(name, text, _answers("200", _to("Referral")), kinds)


def _list() -> Json:
    text = (
        "The states of your referrals, those that changed first first, fifty at a time. Go on "
        "with the address in next; ask later from a few minutes before the last time you asked."
    )
    parameters = [
        _query("since", MOMENT, "What changed at this moment or later; without a zone it is UTC."),
        _query("after", ID, "Only with since: of what changed at that moment, later ids only."),
    ]
    made = _operation("list", text, _answers("200", _to("Page")), OF_PARTNERS)
    return {**made, "parameters": parameters}


def _send() -> Json:
    number = {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "A number of yours for this referral, such as a UUID. Sent again with the "
        "same body it gives the same referral; with another body it is refused.",
        "schema": {"type": "string", "pattern": f"^{NUMBER.pattern}$"},
    }
    answers = _answers("201", _to("Referral"))
    answers["201"]["headers"] = {"Location": {"schema": {"type": "string", "format": "uri"}}}
    made = _operation("send", "Send a referral.", answers, (*OF_PARTNERS, *OF_BODIES))
    body = {"required": True, "content": {JSON: {"schema": _to("NewReferral")}}}
    return {**made, "parameters": [number], "requestBody": body}


def _query(name: str, schema: Json, text: str) -> Json:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": text}


def _operation(name: str, text: str, answers: Json, kinds: tuple[Kind, ...]) -> Json:
    content = {MEDIA_TYPE: {"schema": _to("Problem")}}
    told: dict[str, list[str]] = {}
    for kind in sorted(kinds, key=lambda each: each.status):
        told.setdefault(str(kind.status), []).append(kind.code)
    problems = {
        status: {"description": " or ".join(codes), "content": content}
        for status, codes in told.items()
    }
    return {"operationId": name, "summary": text, "responses": {**answers, **problems}}


def _answers(status: str, schema: Json) -> Json:
    return {status: {"description": "As asked.", "content": {JSON: {"schema": schema}}}}


def _asked() -> Json:
    return {
        "reasonCode": _enum(*reasons()),
        "description": {
            **text_schema(LONGEST_DESCRIPTION),
            "description": "What you ask of them. Write no name and nothing that the consent "
            "leaves out.",
        },
        "values": _to("Values"),
        "consent": _to("Consent"),
    }


def _fields() -> Json:
    return {
        name: {"title": str(spec.label), "anyOf": [schema_of(spec), _to("Silence")]}
        for name, spec in offered().items()
    }


def _consent() -> Json:
    return {
        "purpose": {
            **_enum(*(each.id for each in purposes_of_keys())),
            "description": "That of your key.",
        },
        "givenOn": DAY,
        "givenBy": _enum(*GIVEN_BY),
        "how": _enum(*WAYS),
        "language": {"$ref": "#/components/schemas/Language"},
        "expiresOn": {
            **DAY,
            "description": f"Its last day, at most {longest_days()} days after it was given; "
            "without it just that many.",
        },
        "covers": {
            "type": "array",
            "items": _enum(*offered()),
            "minItems": 1,
            "uniqueItems": True,
            "description": "The fields that the person agreed to; all that you send are among "
            "them.",
        },
        **{name: text_schema(longest) for name, longest in TEXTS.items()},
    }


def _state() -> Json:
    return {
        "id": ID,
        "status": _enum(*TaskState.values),
        "statusReason": {"enum": [*StatusReason.values, None]},
        "authoredOn": MOMENT,
        "lastModified": MOMENT,
        "answerBy": _or_none(MOMENT),
        "consentEndsOn": DAY,
    }


def _problem() -> Json:
    fault = {"pointer": {"type": "string"}, "detail": {"type": "string"}}
    properties: Json = {
        "type": _enum(*(TYPES + kind.code for kind in Kind)),
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": _closed(fault, list(fault)), "minItems": 1},
    }
    return _closed(properties, ["type", "title", "status", "detail"])


def _closed(properties: Json, required: list[str]) -> Json:
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


def _or_none(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _enum(*codes: str) -> Json:
    return {"type": "string", "enum": list(codes)}


def _to(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}
