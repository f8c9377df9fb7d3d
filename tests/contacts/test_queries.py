import pytest
from django.utils import translation

from waymark.contacts import queries
from waymark.contacts.models import Contact
from waymark.contacts.places import country_name, language_name, sort_key
from waymark.contacts.wording import ENFORCEMENT
from waymark.web.models import Site

from .conftest import LANGUAGES

pytestmark = pytest.mark.usefixtures("contacts", "site")


def all_countries() -> list[str]:
    return [country.code for country in queries.countries()]


def test_every_contact_belongs_to_a_listed_country() -> None:
    assert len(all_countries()) == 22
    assert (
        sum(len(queries.contacts_for(code)) for code in all_countries()) == Contact.objects.count()
    )


def test_authorities_come_last_in_every_country() -> None:
    for code in all_countries():
        enforcement = [contact.is_enforcement for contact in queries.contacts_for(code)]
        assert enforcement == sorted(enforcement)


def test_united_states_in_order() -> None:
    assert [contact.slug for contact in queries.contacts_for("US")] == [
        "us-national-human-trafficking-hotline",
        "us-ncmec",
        "us-hsi-tip-line",
    ]


def test_every_line_is_in_exactly_one_group() -> None:
    for code in all_countries():
        lines = queries.lines_for(code)
        shown = [*lines.confirmed, *lines.unconfirmed, *lines.authorities]
        expected = [c.slug for c in queries.contacts_for(code) if c.kind != "emergency"]
        assert sorted(contact.slug for contact in shown) == sorted(expected)


@pytest.mark.parametrize("most", [1, 2, 10])
def test_first_lines_are_confirmed_and_never_authorities(most: int) -> None:
    for code in all_countries():
        chosen = queries.first_lines(code, most)
        assert len(chosen) <= most
        for contact in chosen:
            assert contact.kind not in ENFORCEMENT
            assert contact.confidence == "A"
            assert contact.numbers.all()[0].confirmed


@pytest.mark.parametrize("code", ["ES", "AU", "IE", "AT", "GR", "MX", "XX", ""])
def test_no_first_line_where_only_police_or_unconfirmed_ones_are_known(code: str) -> None:
    assert queries.first_lines(code) == []


def test_the_operators_emergency_number_counts_in_its_own_country_only() -> None:
    assert queries.lines_for("US").emergency == "911"
    assert queries.lines_for("GB").emergency == ""
    assert queries.lines_for("AU").emergency == "000"


def test_the_operators_number_goes_before_the_file(site: Site) -> None:
    site.country, site.emergency_number = "AU", "112"
    site.save()
    assert queries.lines_for("AU").emergency == "112"


def test_no_number_is_guessed_where_the_operator_gave_none(site: Site) -> None:
    site.emergency_number = ""
    site.save()
    assert queries.lines_for("US").emergency == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_countries_are_named_and_sorted_in_the_language_of_the_page(language: str) -> None:
    with translation.override(language):
        names = [country.name for country in queries.countries()]
    assert names == sorted(names, key=sort_key)
    assert not set(names) & set(all_countries())


def test_names() -> None:
    assert country_name("DE", "ar") == "ألمانيا"
    assert country_name("DE", "es") == "Alemania"
    assert country_name("DE", "vi") == "Đức"
    assert country_name("QQ", "en") == "QQ"
    assert [language_name(code) for code in ("vi", "zh", "xx")] == ["Tiếng Việt", "中文", "xx"]


def test_countries_stand_where_readers_look_for_them() -> None:
    names = ["Ý", "Đức", "Úc", "Áo", "Anh", "Ba Lan", "Hoa Kỳ", "Domi", "Eritrea"]
    expected = ["Anh", "Áo", "Ba Lan", "Domi", "Đức", "Eritrea", "Hoa Kỳ", "Úc", "Ý"]
    assert sorted(names, key=sort_key) == expected
