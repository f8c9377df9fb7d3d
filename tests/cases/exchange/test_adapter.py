"""Nothing that stands in a file of the standard is lost on its way into our records."""

from decimal import Decimal

import pytest
from hypothesis import given, settings

from tests.cases.htcds.strategies import records
from waymark.cases.answers import DECLINED, UNKNOWN, Answer, Answers
from waymark.cases.exchange.adapter import AS_WRITTEN, COMMENT, STATES, STATUS, Parts, parts_of
from waymark.cases.fields.catalogue import FieldType, Part, spec_of
from waymark.cases.htcds import answers as htcds
from waymark.cases.htcds.answers import HtcdsRow, Record
from waymark.cases.htcds.standard import FIELDS, Group
from waymark.cases.htcds.written import as_text
from waymark.cases.models import CaseState


def said(**values: htcds.Value) -> HtcdsRow:
    return {name: htcds.Answer(value) for name, value in values.items()}


def held(parts: Parts) -> list[tuple[str, Answer]]:
    """Every answer in the contents of our records."""
    contents: list[Answers] = [
        parts.identity,
        parts.participant,
        parts.case,
        parts.determination,
        *parts.events,
        *parts.plans,
    ]
    return [pair for content in contents for pair in content.items()]


def expected(name: str, answer: htcds.Answer, parts: Parts) -> bool:
    """Whether an answer of the file is somewhere."""
    if answer.silence is htcds.Silence.NOT_ASKED:
        return True
    if answer.silence is not None:
        silence = {"unknown": UNKNOWN, "declined": DECLINED}[answer.silence.value]
        noted = any(answer.silence.value in note for note in parts.notes)
        return (name, silence) in held(parts) or noted
    if name == STATUS and parts.state == STATES[str(answer.value)]:
        return True
    value = answer.value
    assert value is not None
    texts = [as_text(value), as_text(value, " ")]
    return any(each in note for each in texts for note in parts.notes) or _is_held(
        name, value, parts
    )


def _is_held(name: str, value: htcds.Value, parts: Parts) -> bool:
    for key, answer in held(parts):
        if key == name and answer.value is not None and _same(name, value, answer.value):
            return True
        if key == AS_WRITTEN and name == "hte_Country" and answer.value == value:
            return True
    return False


def _same(name: str, value: htcds.Value, ours: object) -> bool:
    if isinstance(value, Decimal):
        return Decimal(str(ours)) == value
    if isinstance(ours, list):
        several: list[object] = list(value) if isinstance(value, tuple) else [value]
        return ours == several
    if name == "hte_Country" or "Phone" in name:
        return True  # brought into one form; the tests below say which
    return str(ours) == (value if isinstance(value, str) else str(value))


@settings(max_examples=60)
@given(records())
def test_every_answer_has_a_place(record: Record) -> None:
    parts = parts_of(record)
    for name, answer in record.row.items():
        assert expected(name, answer, parts), name
    for further in record.further:
        for name, answer in further.row.items():
            assert expected(name, answer, parts), name
    assert parts.key == record.key


@given(records())
@settings(max_examples=30)
def test_only_fields_of_the_catalogue_are_kept(record: Record) -> None:
    parts = parts_of(record)
    for content, name in (
        (parts.identity, "identity"),
        (parts.participant, "participant"),
        (parts.case, "case"),
        (parts.determination, "determination"),
    ):
        for key, answer in content.items():
            spec = spec_of(f"{name}.{key}")
            if answer.value is not None and spec.type in {FieldType.CHOICES, FieldType.COUNTRIES}:
                assert isinstance(answer.value, list)


def test_silences_stay_three_different_things() -> None:
    row = {
        "prs_Gender": htcds.Answer(silence=htcds.Silence.DECLINED),
        "prs_Email": htcds.Answer(silence=htcds.Silence.UNKNOWN),
        "prs_Title": htcds.Answer(silence=htcds.Silence.NOT_ASKED),
    }
    parts = parts_of(Record("one", row))
    assert parts.identity == {"prs_Gender": DECLINED, "prs_Email": UNKNOWN}


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ({}, Part.VICTIM),
        (said(vic_MethodsOfControl=("DebtBondage",)), Part.VICTIM),
        (said(per_RoleDetails="Drove them"), Part.SUSPECTED_PERPETRATOR),
        (said(per_RoleDetails="x", vic_LocationOfRecruitment="y"), Part.VICTIM),
    ],
)
def test_the_role_follows_from_what_is_said(row: HtcdsRow, part: Part) -> None:
    assert parts_of(Record("one", row)).participant["role"] == Answer(part.value)


@pytest.mark.parametrize(
    ("written", "code"), [("Vietnam", "VN"), ("VN", "VN"), ("VNM", "VN"), ("Viet Nam", "VN")]
)
def test_a_country_in_words_gets_its_code(written: str, code: str) -> None:
    parts = parts_of(Record("one", said(hte_Country=written)))
    assert parts.events == [{"hte_Country": Answer(code)}]


def test_a_country_that_is_none_is_kept_as_it_was_written() -> None:
    parts = parts_of(Record("one", said(hte_Country="the old Yugoslavia", hte_City="Tuzla")))
    assert parts.events == [{AS_WRITTEN: Answer("the old Yugoslavia"), "hte_City": Answer("Tuzla")}]


def test_phones_are_read_with_the_country_and_kept_where_they_are_none() -> None:
    row = said(prs_MobilePhone="415 555 2671", prs_HomePhone="ask Maria")
    parts = parts_of(Record("one", row), region="US")
    assert parts.identity["prs_MobilePhone"] == Answer("+14155552671")
    assert parts.identity["prs_HomePhone"] == Answer("ask Maria")


def test_states_comments_and_further_parts() -> None:
    further = (
        htcds.Further(Group.EVENTS, said(hte_Type="Transit")),
        htcds.Further(Group.PLANS, said(spl_Objectives="A job")),
        htcds.Further(Group.COMMENTS, said(cco_CaseComment="Second")),
        htcds.Further(Group.REFERRALS, said(cas_ReferredOrganisation="Legal Aid")),
    )
    row = said(
        cas_Status="ClosedReferred",
        cco_CaseComment="First",
        hte_Type="Recruitment",
        spl_Objectives="A home",
        cas_ReferredOrganisation="Shelter",
    )
    parts = parts_of(Record("one", row, further))
    assert parts.state is CaseState.CLOSED_REFERRED
    assert [event["hte_Type"].value for event in parts.events] == ["Recruitment", "Transit"]
    assert [plan["spl_Objectives"].value for plan in parts.plans] == ["A home", "A job"]
    assert parts.case["cas_ReferredOrganisation"] == Answer("Shelter")
    assert parts.notes[:2] == ["First", "Second"]
    assert "Legal Aid" in parts.notes[2]


def test_every_field_of_the_standard_goes_somewhere() -> None:
    assert {STATUS, COMMENT} <= set(FIELDS)
    unknown = htcds.Answer(silence=htcds.Silence.UNKNOWN)
    for name in FIELDS:
        assert expected(name, unknown, parts_of(Record("one", {name: unknown}))), name
