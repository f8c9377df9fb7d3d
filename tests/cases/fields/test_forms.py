"""Forms made from the catalogue: answers, silences, never both, nothing lost on the way."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.cases.answers import DECLINED, UNKNOWN, Answer
from waymark.cases.fields.asking import Asked, asked_now
from waymark.cases.fields.catalogue import FieldSpec, FieldType, Part, every_field, specs_of
from waymark.cases.fields.codes import CODED, codes_for
from waymark.cases.fields.forms import WHY, AnswersForm
from waymark.cases.fields.inputs import LONGEST_LINE, MOST_LINES
from waymark.cases.models import FieldUse

pytestmark = pytest.mark.django_db  # what day it is depends on the installation

LETTERS = st.characters(exclude_categories=["C", "Z"])
WORDS = st.text(LETTERS, min_size=1, max_size=20)
PHONES = st.sampled_from(["+14155552671", "+84912345678", "+442079460018", "+34612345678"])
DAYS = st.dates(date(1930, 1, 1), date(2020, 1, 1)).map(date.isoformat)


def asked(*specs: FieldSpec, use: FieldUse = FieldUse.OPTIONAL) -> list[Asked]:
    return [Asked(spec, use, spec.label) for spec in specs]


def one(key: str, use: FieldUse = FieldUse.OPTIONAL) -> list[Asked]:
    return asked(next(spec for spec in every_field() if spec.key == key), use=use)


def values_for(spec: FieldSpec) -> st.SearchStrategy[Any]:
    """Values as a record keeps them."""
    if spec.type in CODED:
        codes = st.sampled_from(sorted(codes_for(spec)))
        several = {FieldType.CHOICES, FieldType.COUNTRIES}
        many = st.lists(codes, min_size=1, max_size=4, unique=True)
        return many if spec.type in several else codes
    return {
        FieldType.TEXT: WORDS,
        FieldType.LONG_TEXT: st.lists(WORDS, min_size=1, max_size=3).map("\n".join),
        FieldType.TEXTS: st.lists(WORDS, min_size=1, max_size=4, unique=True),
        FieldType.DATE: DAYS,
        FieldType.ROUGH_DATE: st.tuples(DAYS, st.integers(1, 3)).map(
            lambda drawn: "-".join(drawn[0].split("-")[: drawn[1]])
        ),
        FieldType.PHONE: PHONES,
        FieldType.EMAIL: st.just("rosa@example.org"),
        FieldType.NUMBER: st.integers(0, spec.limit),
        FieldType.COORDINATE: st.sampled_from(["0", "12.5", "-89.123456789012", "45"]),
        FieldType.YES_NO: st.booleans(),
        FieldType.QUANTITY: st.sampled_from(["0", "1.5", "40"]),
    }[spec.type]


def answers_for(spec: FieldSpec) -> st.SearchStrategy[Answer | None]:
    silences = st.sampled_from([UNKNOWN, DECLINED])
    return st.none() | silences | values_for(spec).map(Answer)


def as_posted(form: AnswersForm) -> QueryDict:
    """What a browser sends when the form is sent as it is shown."""
    data = QueryDict(mutable=True)
    for bound in form:
        value = bound.value()
        if isinstance(value, list):
            data.setlist(bound.html_name, [str(each) for each in value])
        elif value is not None:
            data[bound.html_name] = str(value)
    return data


TYPED = [spec for spec in every_field() if spec.type is not FieldType.RECORD]
ONE_OF_EACH_TYPE = list({spec.type: spec for spec in TYPED}.values())


@settings(max_examples=12)
@given(st.data())
@pytest.mark.parametrize("spec", ONE_OF_EACH_TYPE, ids=lambda spec: spec.key)
def test_what_is_shown_and_sent_again_is_the_same(spec: FieldSpec, data: st.DataObject) -> None:
    answer = data.draw(answers_for(spec))
    before = {} if answer is None else {spec.name: answer}
    shown = AnswersForm(asked(spec), answers=before, prefix="p")
    again = AnswersForm(asked(spec), as_posted(shown), prefix="p")
    assert again.is_valid(), again.errors
    assert again.answers() == before


def test_an_answer_and_a_reason_for_none_is_a_mistake_that_says_so() -> None:
    data = {"prs_FirstName": "Rosa", "prs_FirstName" + WHY: "declined"}
    form = AnswersForm(one("identity.prs_FirstName"), data)
    assert not form.is_valid()
    assert "Keep one of them" in form.errors["prs_FirstName"][0]
    assert form["prs_FirstName"].value() == "Rosa"


@pytest.mark.parametrize(("why", "valid"), [("", False), ("unknown", True), ("declined", True)])
def test_a_needed_field_takes_a_silence_for_an_answer(why: str, valid: bool) -> None:
    needed = one("identity.prs_FirstName", FieldUse.REQUIRED)
    form = AnswersForm(needed, {"prs_FirstName": " ", "prs_FirstName" + WHY: why})
    assert form.is_valid() is valid
    assert AnswersForm(needed, {"prs_FirstName": "Rosa"}).is_valid()


@pytest.mark.parametrize("why", ["not_asked", "v", "unknown ", "UNKNOWN", "\x00"])
def test_no_other_silence_is_taken(why: str) -> None:
    form = AnswersForm(one("identity.prs_FirstName"), {"prs_FirstName" + WHY: why})
    assert not form.is_valid()


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("participant.vic_MethodsOfControl", ["PhysicalThreats", "Hypnosis"]),
        ("participant.role", ["administrator"]),
        ("identity.prs_Citizenship", ["ZZ"]),
        ("identity.prs_PrimaryLanguage", ["en"]),
        ("identity.prs_Birthdate", ["17.5.1998"]),
        ("identity.prs_Birthdate", ["2199"]),
        ("identity.prs_MobilePhone", ["ask Maria"]),
        ("identity.prs_MobilePhone", ["12"]),
        ("identity.prs_Email", ["rosa@"]),
        ("participant.dependants", ["-1"]),
        ("participant.dependants", ["1e9"]),
        ("identity.prs_MailingLatitude", ["90.1"]),
        ("service.quantity", ["-1"]),
        ("service.quantity", ["1.005"]),
        ("service.quantity", ["1000001"]),
        ("service.category", ["no-such-service"]),
        ("identity.prs_MailingLatitude", ["NaN"]),
        ("identity.prs_FirstName", ["x" * (LONGEST_LINE + 1)]),
        ("identity.aliases", ["\n".join(map(str, range(MOST_LINES + 1)))]),
        ("identity.aliases", ["x" * (LONGEST_LINE + 1)]),
        ("case.cas_IncomingReferralDate", ["2020-02-30"]),
        ("identity.prs_Deceased", ["perhaps"]),
    ],
)
def test_what_the_field_cannot_hold_is_refused_and_kept_on_the_page(
    key: str, typed: list[str]
) -> None:
    fields = one(key)
    name = fields[0].spec.name
    data = QueryDict(mutable=True)
    data.setlist(name, typed)
    form = AnswersForm(fields, data)
    assert not form.is_valid()
    assert list(form.errors) == [name]
    assert form[name].value() in (typed, typed[0])


def test_numbers_are_read_with_the_organisations_country() -> None:
    form = AnswersForm(
        one("identity.prs_MobilePhone"), {"prs_MobilePhone": "415 555 2671"}, region="US"
    )
    assert form.is_valid()
    assert form.answers() == {"prs_MobilePhone": Answer("+14155552671")}


def test_digits_of_any_script_make_a_date() -> None:
    form = AnswersForm(one("identity.prs_Birthdate"), {"prs_Birthdate": "١٩٩٨-٠٥"})
    assert form.is_valid()
    assert form.answers() == {"prs_Birthdate": Answer("1998-05")}


def test_characters_that_nobody_can_see_are_left_out() -> None:
    data = {"prs_FirstName": "Ro\x07sa\ufffe"}
    form = AnswersForm(one("identity.prs_FirstName"), data)
    assert form.is_valid()
    assert form.answers() == {"prs_FirstName": Answer("Rosa")}


def test_what_is_not_asked_here_stays_as_it_was() -> None:
    fields = one("identity.prs_FirstName")
    form = AnswersForm(fields, {"prs_FirstName": "", "prs_Email": "x@example.org"})
    assert form.is_valid()
    before = {"prs_FirstName": Answer("Rosa"), "prs_Gender": DECLINED}
    assert form.merged(before) == {"prs_Gender": DECLINED}


def test_a_purpose_is_said_once_for_fields_that_share_it() -> None:
    form = AnswersForm(asked(*specs_of("identity")[1:4]))
    hints = [field.help_text for name, field in form.fields.items() if not name.endswith(WHY)]
    assert hints[0]
    assert hints[1:] == ["", ""]


def test_fields_are_asked_of_those_whom_they_are_about() -> None:
    every = asked(*specs_of("participant"))
    for part in Part:
        names = {each.spec.name for each in asked_now(every, part=part)}
        assert ("vic_MethodsOfControl" in names) is (part is Part.VICTIM)
        assert ("per_RoleDetails" in names) is (part is Part.SUSPECTED_PERPETRATOR)
        assert "role" in names
    section = asked_now(every, sections=["control"])
    assert {each.spec.section for each in section} == {"control"}
