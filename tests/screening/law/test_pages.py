"""The pages: who may see and use them, what they say, and that nothing is kept."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from tests.cast import NAMES, Cast
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.screening.law.reading import Book

SignIn = Callable[[Worker], StaffClient]
USE = {"ana_hotline", "carl_cases", "sara_supervisor", "luis_lakeside", "lena_lakeside"}
READ = USE | {"ivan_analyst"}
CHOSEN: dict[str, Any] = {"happened": "2024-01-05", "regimes": ["eu-2011-36", "us-18usc1591"]}


@pytest.fixture
def carl(cast: Cast, staff_client_for: SignIn) -> StaffClient:
    return staff_client_for(cast.carl_cases)


def post(client: StaffClient, **more: Any) -> Any:
    return client.post(reverse("law"), CHOSEN | more)


def answered(client: StaffClient, **more: Any) -> Any:
    return post(client, answer="1", **more)


def everything() -> dict[str, list[Any]]:
    """Every row of every table except sign-ins, which note the last request."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.label != "accounts.SignIn"
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_role(cast: Cast, staff_client_for: SignIn, name: str) -> None:
    client = staff_client_for(cast[name])
    home = client.get(reverse("law"))
    assert home.status_code == (200 if name in READ else 403)
    about = client.get(reverse("law_about", args=["coe-197"]))
    assert about.status_code == (200 if name in READ else 403)
    assert answered(client, regimes=["coe-197"]).status_code == (200 if name in USE else 403)
    main = home.content.decode()
    assert ('href="/law/"' in main) is (name in READ)
    assert ('name="regimes"' in main) is (name in USE)


def test_a_stranger_signs_in_first(stranger_client: StaffClient) -> None:
    for response in (
        stranger_client.get(reverse("law")),
        post(stranger_client),
        stranger_client.get(reverse("law_about", args=["eu-2011-36"])),
    ):
        assert response.status_code in {302, 303}
        assert response["Location"].startswith(reverse("sign_in"))


def test_other_methods_and_unknown_laws(carl: StaffClient) -> None:
    about = reverse("law_about", args=["eu-2011-36"])
    assert carl.put(reverse("law")).status_code == 405
    assert carl.post(about).status_code == 405
    assert carl.get(reverse("law_about", args=["xx-1"])).status_code == 404


def test_every_law_has_its_page(carl: StaffClient, laws: Book) -> None:
    for regime in laws.regimes():
        page = carl.get(reverse("law_about", args=[regime.id])).content.decode()
        for element in regime.elements():
            assert element.article in page
        for source in regime.sources:
            assert source.url.replace("&", "&amp;") in page
    listed = carl.get(reverse("law")).content.decode()
    assert all(reverse("law_about", args=[each.id]) in listed for each in laws.regimes())


def test_every_question_starts_as_not_known(carl: StaffClient) -> None:
    page = post(carl).content.decode()
    questions = page.count("<fieldset")
    assert questions > 20
    assert len(re.findall(r"<input[^>]* checked", page)) == questions
    assert page.count('value="unknown"') == questions


def test_the_memo_says_may_and_never_a_verdict(carl: StaffClient) -> None:
    response = answered(
        carl, **{"acts.recruit": "true", "purposes.surrogacy": "true", "means.force": "false"}
    )
    assert response["Cache-Control"] == "no-store"
    page = response.content.decode()
    main = page.partition("<main")[2]
    for words in (
        "may be present",
        "not known",
        "What is still missing",
        "If the person was under 18",
        "It never says that somebody is or is not a victim",
        "Nothing that you enter here is kept",
        "Entered, but no part of this law on that day: Exploitation of surrogacy",
        "Somebody recruited the person",
    ):
        assert words in main, words
    assert main.index("under 18") < main.index("18 or older")
    for words in ("is a victim", "is not a victim", "probab", "score", "guilty"):
        assert words not in main.replace("is or is not a victim", ""), words
    assert main.index("Offences") < main.index("What was done")


def test_kinds_are_sections_of_their_own(carl: StaffClient) -> None:
    chosen = ["us-tvpa-sex-severe", "us-18usc1591", "us-t-nonimmigrant"]
    main = answered(carl, regimes=chosen).content.decode().partition("<main")[2]
    places = [main.index(f"<h2>{title}") for title in ("Offences", "Status", "Staying")]
    assert places == sorted(places)


def test_a_known_age_shows_one_branch(carl: StaffClient) -> None:
    main = answered(carl, regimes=["eu-2011-36"], age="0-18").content.decode()
    assert "If the person was under 18" in main
    assert "If the person was 18 or older" not in main


def test_consent_is_named_where_the_law_does(carl: StaffClient) -> None:
    main = answered(carl, regimes=["int-palermo-3"]).content.decode()
    assert "Art. 3(b)" in main
    assert "For a child it never matters" in main


def test_what_was_entered_comes_back_for_changing(carl: StaffClient) -> None:
    page = answered(carl, **{"acts.recruit": "true"}).content.decode()
    [tag] = [part for part in page.split("<input") if 'name="acts.recruit"' in part
             and 'value="true"' in part]  # fmt: skip
    assert "checked" in tag.partition(">")[0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"acts.fly": "true"},
        {"purposes.peonage": "true"},
        {"acts.recruit": "guilty"},
        {"age": "7"},
        {"age": "18-0"},
        {"regimes": ["eu-2011-36", "xx-1"]},
        {"regimes": []},
        {"happened": ""},
        {"happened": "2999-01-01"},
        {"happened": "2001-02-31"},
        {"happened": "1999-01-01"},
    ],
)
def test_tampered_answers_are_refused(carl: StaffClient, wrong: dict[str, Any]) -> None:
    response = answered(carl, **wrong)
    assert response.status_code == 422
    assert "may be present" not in response.content.decode().partition("</h1>")[2].partition(
        "<table"
    )[0].replace("You see which elements may be present", "")


def test_a_law_without_a_text_for_the_day_is_named(carl: StaffClient) -> None:
    for response in (post(carl, happened="2010-06-01"), answered(carl, happened="2010-06-01")):
        page = response.content.decode()
        assert "No text for that day" in page
        # It is named in the memo too, and does not get lost when the answers are changed.
        assert 'name="regimes" value="eu-2011-36"' in page
        assert 'href="/law/eu-2011-36/"' not in page


def test_seeing_the_person_counts_since_2008(carl: StaffClient) -> None:
    said: dict[str, Any] = {"regimes": ["us-18usc1591"], "age": "0-18", "more.saw_person": "true"}
    late = "Entered, but no part of this law on that day: They had a good chance"
    assert late in answered(carl, happened="2008-12-22", **said).content.decode()
    assert late not in answered(carl, happened="2008-12-23", **said).content.decode()


def test_disregard_counts_since_2008(carl: StaffClient) -> None:
    said: dict[str, Any] = {"regimes": ["us-18usc1591"], "age": "18-", "more.knew_means": "true"}
    late = "Entered, but no part of this law on that day: They knew, or did not care"
    assert late in answered(carl, happened="2008-12-22", **said).content.decode()
    page = answered(carl, happened="2008-12-23", **said).content.decode()
    assert late not in page
    # Whoever knew also meets the later text: the older question is gone then, not refused.
    assert 'name="more.knew_means_only"' not in page
    assert 'name="more.knew_means_only"' in post(carl, **said | {"happened": "2008-12-22"}).text


def test_the_memo_begins_with_one_line_for_each_statement(carl: StaffClient) -> None:
    main = answered(carl, regimes=["coe-197", "us-18usc1591"]).text.partition("<main")[2]
    short = main.partition("<h2>In short</h2>")[2].partition("</ul>")[0]
    linked = re.findall(r'<a href="#([\w-]+)">', short)
    assert len(linked) == short.count("<li>") == 4
    assert re.findall(r'<section class="card" id="([\w-]+)">', main) == linked
    assert short.count("Not known yet.") == 4


def test_one_table_where_the_age_makes_no_difference(carl: StaffClient) -> None:
    main = answered(carl, regimes=["gb-eaw-msa2015-2"]).text.partition("<main")[2]
    assert main.count("<table") == 1
    assert "Whatever the age: Human trafficking" in main
    assert "The age is not known. It makes no difference to these elements." in main
    assert "If the person was under 18" not in main


def test_an_element_with_one_open_fact_names_it(carl: StaffClient) -> None:
    said = dict.fromkeys(("means.force", "means.fraud", "means.threat_of_force"), "false")
    main = answered(carl, regimes=["us-18usc1591"], age="18-", **said).text.partition("<main")[2]
    missing = main.partition("What is still missing")[2].partition("</ul>")[0]
    assert "Not known: Coercion: threats of serious harm" in missing


def test_nothing_is_kept(carl: StaffClient) -> None:
    carl.get(reverse("law"))
    before = everything()
    post(carl)
    answered(carl, **{"acts.recruit": "true"})
    carl.get(reverse("law_about", args=["eu-2011-36"]))
    assert everything() == before
