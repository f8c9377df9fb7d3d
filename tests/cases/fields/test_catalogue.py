"""The catalogue: every field has its words, its purpose, and codes where it needs them."""

import pytest
from django.utils import translation

from waymark.cases.fields import catalogue as fields
from waymark.cases.fields.catalogue import FieldSpec, FieldType, Identifying, Part, every_field
from waymark.cases.fields.codes import CODED, codes_for
from waymark.cases.fields.wording import WORDS, own_codes
from waymark.cases.htcds.standard import FIELDS, OWN, codes_of
from waymark.cases.matching.identity import Identity
from waymark.cases.models import FieldUse

# What other records hold: determinations, plans, states and notes.
ELSEWHERE = {
    "vic_TraffickingStatus",
    "vic_TraffickingStatusDecisionMakingOrg",
    "cas_Status",
    "cco_CaseComment",
    "spl_Objectives",
    "spl_ActionPlan",
    "spl_PlannedEndDate",
    "spl_ActualEndDate",
    "spl_Type",
}
ALL = every_field()


def ids(spec: FieldSpec) -> str:
    return spec.key


def test_keys_are_unique_and_lead_back_to_their_field() -> None:
    assert len({spec.key for spec in ALL}) == len(ALL)
    assert all(fields.spec_of(spec.key) is spec for spec in ALL)


@pytest.mark.parametrize("spec", ALL, ids=ids)
def test_every_field_has_a_name_a_purpose_and_a_heading(spec: FieldSpec) -> None:
    assert str(spec.label).strip()
    assert len(str(spec.purpose)) > 20
    assert str(fields.section_title(spec)).strip()
    assert spec.parts


@pytest.mark.parametrize("spec", [spec for spec in ALL if spec.type in CODED], ids=ids)
def test_a_coded_field_has_codes_with_names(spec: FieldSpec) -> None:
    codes = codes_for(spec)
    assert len(codes) >= 2
    assert all(str(name).strip() for name in codes.values())


def test_every_field_of_the_standard_has_its_place() -> None:
    here = {spec.name for spec in ALL}
    assert set(FIELDS) - here <= ELSEWHERE


@pytest.mark.parametrize(
    "spec", [s for s in ALL if s.name in FIELDS and FIELDS[s.name].list == OWN], ids=ids
)
def test_codes_of_the_standard_are_offered_whole_and_in_its_order(spec: FieldSpec) -> None:
    assert list(codes_for(spec)) == [code.name for code in codes_of(spec.name)]


def test_no_list_of_our_own_is_left_unused() -> None:
    used = {spec.name for spec in ALL if spec.codes}
    assert used <= set(own_codes.CODES)


def test_names_birth_contact_and_papers_say_who_somebody_is() -> None:
    direct = {spec.name for spec in ALL if spec.identifying is Identifying.DIRECT}
    assert {"prs_FirstName", "prs_SecondName", "aliases", "prs_Birthdate", "prs_MobilePhone"} <= (
        direct
    )
    assert "prs_IdentityNumber" in direct
    assert all(spec.record == "identity" for spec in ALL if spec.name in direct)


def test_what_nobody_needs_every_day_is_not_asked_from_the_start() -> None:
    for name in ("prs_IdentityNumber", "sex", "prs_Deceased", "prs_MailingLatitude"):
        assert fields.spec_of(f"identity.{name}").use is FieldUse.HIDDEN
    # What the work cannot do without is asked, but for what we fill in ourselves.
    hidden = {spec.key for spec in ALL if spec.fixed and spec.use is FieldUse.HIDDEN}
    assert hidden == {"service.provider_service", "milestone.due_from", "case.cas_Status"}


def test_what_was_done_to_somebody_is_asked_of_victims_only() -> None:
    for spec in fields.specs_of("participant"):
        if spec.name.startswith("vic_"):
            assert spec.parts == {Part.VICTIM}
        if spec.name.startswith("per_"):
            assert spec.parts == {Part.SUSPECTED_PERPETRATOR}


def test_the_duplicate_check_reads_fields_that_exist() -> None:
    names = {spec.name: spec.type for spec in fields.specs_of("identity")}
    assert names["aliases"] is FieldType.TEXTS
    assert names["prs_Citizenship"] is FieldType.COUNTRIES
    assert Identity.of({}).names == ()


def test_countries_and_languages_have_names_in_the_readers_language() -> None:
    citizenship = fields.spec_of("identity.prs_Citizenship")
    language = fields.spec_of("identity.prs_PrimaryLanguage")
    with translation.override("es"):
        assert codes_for(citizenship)["DE"] == "Alemania"
        assert codes_for(language)["deu"] == "alemán"
    with translation.override("ar"):
        assert codes_for(citizenship)["VN"] == "فيتنام"


def test_an_unknown_key_is_no_field() -> None:
    with pytest.raises(KeyError):
        fields.spec_of("identity.password")
    with pytest.raises(KeyError):
        fields.specs_of("secrets")


def test_words_without_a_field_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    words = dict(WORDS["relationship"])
    monkeypatch.setitem(WORDS, "relationship", {**words, "ghost": words["kind"]})
    with pytest.raises(LookupError, match="relationship"):
        fields.catalogue.__wrapped__()
