"""Every field and code has a label that translators see."""

import pytest
from django.utils.translation import override

from waymark.cases.htcds.standard import FIELDS, OWN, codes_of, countries, languages
from waymark.cases.htcds.wording import code_label, field_label
from waymark.cases.htcds.wording.codes import CODE_LABELS
from waymark.cases.htcds.wording.fields import FIELD_LABELS


def test_every_field_has_its_label_and_nothing_else_has() -> None:
    with override("en"):
        assert {name: field_label(name) for name in FIELD_LABELS} == {
            name: field.label for name, field in FIELDS.items()
        }


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.list == OWN])
def test_every_code_has_its_label(name: str) -> None:
    with override("en"):
        for code in codes_of(name):
            assert code_label(name, code.name) == code.label
    assert set(CODE_LABELS[name]) <= {code.name for code in codes_of(name)}


def test_only_names_of_websites_are_not_for_translators() -> None:
    kept = {
        name
        for name, field in FIELDS.items()
        if field.list == OWN and len(CODE_LABELS[name]) < len(codes_of(name))
    }
    assert kept == {"vic_RecruitmentWebsitesAndApps", "vic_ExploitationWebsitesAndApps"}
    assert all(set(CODE_LABELS[name]) == {"Other"} for name in kept)


@pytest.mark.parametrize(
    ("language", "country", "tongue"),
    [("en", "Germany", "French"), ("es", "Alemania", "francés"), ("vi", "Đức", "Tiếng Pháp"),
     ("ar", "ألمانيا", "الفرنسية")],
)  # fmt: skip
def test_countries_and_languages_are_called_as_readers_call_them(
    language: str, country: str, tongue: str
) -> None:
    with override(language):
        assert code_label("prs_Citizenship", "DE") == country
        assert code_label("prs_PrimaryLanguage", "fra") == tongue


def test_every_country_and_language_is_called_something() -> None:
    with override("ar"):
        assert all(code_label("prs_Citizenship", code.name) for code in countries())
        assert code_label("prs_PrimaryLanguage", "apa") == "Apache languages"  # CLDR has no name
        assert all(code_label("prs_PrimaryLanguage", code.name) for code in languages()[:40])


def test_without_a_language_the_listed_name_or_english_is_shown() -> None:
    with override(None, deactivate=True):
        assert code_label("prs_Citizenship", "NP") == "Nepal"
    with override("xx"):
        assert code_label("prs_Citizenship", "NP") == "Nepal"


@pytest.mark.parametrize(
    ("name", "code"),
    [("prs_Citizenship", "XK"), ("prs_Gender", "F"), ("prs_Shoe", "1"), ("prs_FirstName", "a")],
)
def test_what_is_not_listed_has_no_label(name: str, code: str) -> None:
    with pytest.raises(KeyError):
        code_label(name, code)
    with pytest.raises(KeyError):
        field_label("prs_Shoe")
