"""The pages: who sees what, every step of using an instrument, and that nothing is kept."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from tests.cast import NAMES, Cast
from tests.sites import PublicClient, StaffClient
from waymark.accounts.models import SignIn as SignInRow
from waymark.accounts.models import Worker
from waymark.screening.instruments import urls

SignIn = Callable[[Worker], StaffClient]
USERS = {"ana_hotline", "carl_cases", "sara_supervisor", "luis_lakeside", "lena_lakeside"}
READERS = USERS | {"ivan_analyst"}
TRAINED = USERS - {"ana_hotline", "luis_lakeside"}
# Address, arguments, and who may.
PAGES: list[tuple[str, tuple[str, ...], set[str]]] = [
    ("instruments", (), READERS),
    ("instruments_absent", (), READERS),
    ("instruments_meaning", (), READERS),
    ("instrument", ("unodc-sexual",), READERS),
    ("instrument_use", ("state-flags",), USERS),
    ("instrument_use", ("unodc-sexual",), TRAINED),
]
START = {"step": "begin", "setting": "office", "age": "30"}


@pytest.fixture
def carl(cast: Cast, staff_client_for: SignIn) -> StaffClient:
    """Carl's browser: he manages cases."""
    return staff_client_for(cast.carl_cases)


def using(client: StaffClient, identity: str, **data: str) -> Any:
    return client.post(reverse("instrument_use", args=[identity]), data)


def answered(client: StaffClient, identity: str, **answers: str) -> Any:
    """The page with the result; answers by code, with `_` for the point."""
    sent = {f"a-{code.replace('_', '.')}": value for code, value in answers.items()}
    where = START | {"step": "result", "version": "1", "trained": "on"}
    return using(client, identity, **where, **sent)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but for when a browser was last seen."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model is not SignInRow
    }


def test_every_address_is_tried() -> None:
    assert {name for name, _, _ in PAGES} == {pattern.name for pattern in urls.urlpatterns}


def test_each_role_sees_what_is_for_it(cast: Cast, staff_client_for: SignIn) -> None:
    for name in NAMES:
        client = staff_client_for(cast[name])
        for page, arguments, who in PAGES:
            response = client.get(reverse(page, args=arguments))
            assert response.status_code == (200 if name in who else 403), (name, page, arguments)
            assert response["Cache-Control"] == "no-store"


def test_nobody_and_the_public_site_see_nothing(
    stranger_client: StaffClient, public_client: PublicClient
) -> None:
    for page, arguments, _ in PAGES:
        url = reverse(page, args=arguments)
        for method in ("get", "post"):
            response = getattr(stranger_client, method)(url)
            assert response.status_code in {302, 303}
            assert response["Location"].startswith(reverse("sign_in"))
        assert public_client.get(url).status_code == 404


def test_another_method_is_refused(carl: StaffClient) -> None:
    for page, arguments, _ in PAGES:
        url = reverse(page, args=arguments)
        allowed = {"get", "head"} | ({"post"} if page == "instrument_use" else set())
        for method in {"post", "put", "patch", "delete"} - allowed:
            assert getattr(carl, method)(url).status_code == 405, (page, method)


def test_a_strange_instrument_is_not_there(carl: StaffClient) -> None:
    for strange in ("nothing", "raft", "en", "delphi-labour"):
        for page in ("instrument", "instrument_use"):
            assert carl.get(reverse(page, args=[strange])).status_code == 404
        assert using(carl, strange, **START).status_code == 404


def test_who_only_reads_cannot_use_by_hand(cast: Cast, staff_client_for: SignIn) -> None:
    assert answered(staff_client_for(cast.ivan_analyst), "state-flags", R1="yes").status_code == 403
    response = answered(staff_client_for(cast.ana_hotline), "unodc-sexual", S1="yes")
    assert response.status_code == 403
    assert "Your role does not use this instrument" in text_of(response)


def test_the_list_names_limits_and_finds_by_setting(carl: StaffClient) -> None:
    page = text_of(carl.get(reverse("instruments")))
    assert page.count("<strong>Limits:</strong>") == 6
    files = text_of(carl.get(reverse("instruments"), {"setting": "file"}))
    assert files.count("<strong>Limits:</strong>") == 2
    assert "No instrument is made" in text_of(carl.get("/instruments/", {"setting": "online"}))


def test_a_page_says_everything_about_an_instrument(carl: StaffClient) -> None:
    page = text_of(carl.get(reverse("instrument", args=["delphi-labour-adult"])))
    for told in (
        "third-party crosswalk: check them against the ILO original",
        "No study says how often this is right",
        "1 strong and 1 medium or weak",
        "18 and over",
        "rights@ilo.org",
        "WCMS 105023",
        'href="/instruments/delphi-labour-adult/use/"',
    ):
        assert told in page
    assert page.count('<th scope="row">D') == 67


def test_first_where_and_about_whom_then_the_items(carl: StaffClient) -> None:
    page = text_of(using(carl, "state-flags", **START))
    assert page.count('value="unknown" checked') == 18
    assert page.count("<fieldset") == page.count("<legend>") == 18
    assert "At an office" not in page
    assert "A talk in private, at an office · 30 years" in page
    assert "Nothing that you enter here is kept" in page


REFUSALS: list[tuple[str, dict[str, str], str]] = [
    ("state-flags", {"setting": "file"}, "It was not made for this setting"),
    ("state-flags", {"setting": ""}, "This field is required"),
    ("state-flags", {"setting": "online"}, "It was not made for this setting"),
    ("state-flags", {"age": "-1"}, "greater than or equal to 0"),
    ("state-flags", {"age": "121"}, "less than or equal to 120"),
    ("state-flags", {"age": "old"}, "Enter a whole number"),
    ("unodc-sexual", {}, "for people who were trained to use it"),
    ("delphi-labour-adult", {"age": "17", "trained": "on"}, "of 18 and over"),
    ("delphi-labour-adult", {"age": "", "trained": "on"}, "treat the person as a child"),
    ("delphi-labour-child", {"age": "18", "trained": "on"}, "of up to 17"),
]


def test_only_its_own_settings_are_offered(carl: StaffClient) -> None:
    page = text_of(carl.get(reverse("instrument_use", args=["delphi-labour-adult"])))
    offered = re.findall(r'name="setting" value="(\w+)"', page)
    assert offered == ["office", "shelter", "file"]


def test_a_rule_asks_for_the_age_when_it_began(carl: StaffClient) -> None:
    adult, child, flags = (
        text_of(carl.get(reverse("instrument_use", args=[each])))
        for each in ("delphi-labour-adult", "delphi-labour-child", "state-flags")
    )
    for page in (adult, child):
        assert "How old was the person when it began" in page
        assert "How old is the person" not in page
    assert "How old is the person today" in flags
    page = text_of(using(carl, "delphi-labour-child", **START | {"age": "16", "trained": "on"}))
    assert "16 years when it began" in page


def test_studies_are_offered_in_short_and_cited_in_full_below(carl: StaffClient) -> None:
    page = text_of(carl.get(reverse("instruments_meaning")))
    options = re.findall(r"<option[^>]*>([^<]+)</option>", page)
    assert "RAFT · 2021 · validation" in options
    assert len(set(options)) == len(options) > 5
    assert max(map(len, options)) < 60
    assert "doi:10.1002/emp2.12558: external validation" in page


def test_no_step_opens_what_is_refused(carl: StaffClient) -> None:
    for identity, change, says in REFUSALS:
        for step in ("begin", "items", "result"):
            sent = START | {"step": step, "version": "1"} | change
            response = using(carl, identity, **sent)
            assert response.status_code == 422, (identity, change, step)
            page = text_of(response)
            assert says in page, (identity, change, step)
            assert "<legend><span" not in page
            assert "What was noticed" not in page


def test_answers_that_do_not_belong_are_refused(carl: StaffClient) -> None:
    for sent in (
        {"a-D9.99": "yes"},
        {"a-": "yes"},
        {"a-R1": "maybe"},
        {"a-R1": ""},
        {"a-R1": "yes", "version": "0"},
        {"a-R1": "yes", "version": ""},
    ):
        response = using(carl, "state-flags", **(START | {"step": "result", "version": "1"} | sent))
        assert response.status_code == 409, sent
        assert "Please begin again" in text_of(response)


def test_flags_show_what_was_noticed_and_what_else_it_may_mean(carl: StaffClient) -> None:
    page = text_of(answered(carl, "state-flags", R6="yes", Q1="no", R1="no", R2="unknown"))
    assert "The person they work for keeps their papers." in page
    assert "It may also mean: Handed over for a day" in page
    assert "Not so: They can leave the job if they want." in page
    assert "15 answers not known" in page
    assert "This says nothing about who somebody is" in page
    assert "Ask what the person needs today" in page
    assert "No study says how often these signs are right or wrong" in page
    for never in ("score", "victim", "probability", "risk level", "/10"):
        assert never not in page.lower()


def test_nothing_noticed_is_no_all_clear_and_help_is_there(carl: StaffClient) -> None:
    page = text_of(answered(carl, "state-flags"))
    assert "That does not mean that all is well" in page
    assert "Ask what the person needs today" in page
    assert reverse("directory") in page


def test_a_child_in_commercial_sex_shows_the_way(carl: StaffClient) -> None:
    for identity, code in (("state-flags", "R10"), ("blue-campaign", "B4")):
        assert "A child may be at risk" in text_of(answered(carl, identity, **{code: "yes"}))
        assert "A child may be at risk" not in text_of(answered(carl, identity, **{code: "no"}))


def test_a_person_under_18_or_of_unknown_age_is_protected(carl: StaffClient) -> None:
    for age in ("17", "", "0"):
        where = START | {"step": "result", "version": "1", "age": age}
        assert "The age given is under 18, or nobody knows it" in text_of(
            using(carl, "state-flags", **where)
        )
    assert "nobody knows it" not in text_of(answered(carl, "state-flags"))


def test_what_invites_profiling_is_shown_as_counting_for_nothing_alone(carl: StaffClient) -> None:
    page = text_of(answered(carl, "unodc-sexual", S8="yes"))
    assert "Nothing was noticed." in page
    assert "These alone say nothing" in page


def test_a_rule_shows_what_is_settled_and_what_is_open(carl: StaffClient) -> None:
    page = text_of(
        answered(
            carl,
            "delphi-labour-adult",
            D4_01="yes",
            D4_02="yes",
            D1_01="yes",
            D5_01="yes",
            D5_02="yes",
            D2_01="no",
        )
    )
    assert page.count("Positive, whatever else is learnt") == 2
    assert page.count("Open: it depends on what is not known") == 4
    assert "9 answers not known" in page
    assert "The part about work is not met" not in page
    assert "It is a pattern in the answers, not a finding about the person." in page


def test_answers_can_be_changed_on_the_way(carl: StaffClient) -> None:
    sent = START | {"step": "items", "version": "1", "a-R1": "yes", "a-R2": "no", "a-R3": "skipped"}
    page = text_of(using(carl, "state-flags", **sent))
    assert 'name="a-R1" value="yes" checked' in page
    assert 'name="a-R2" value="no" checked' in page
    assert 'name="a-R3" value="unknown" checked' in page


def test_using_one_writes_nothing(carl: StaffClient) -> None:
    before = everything()
    for response in (
        using(carl, "state-flags", **START),
        answered(carl, "state-flags", R10="yes"),
        answered(carl, "delphi-labour-adult", D4_01="yes"),
        using(carl, "state-flags", **(START | {"setting": "file"})),
        carl.get(reverse("instruments_meaning"), {"study": "qyit-2019", "prevalence": "3"}),
    ):
        assert response["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in response or "a-R10" not in str(response.cookies)
    assert everything() == before


def test_what_is_not_carried_says_why_and_what_studies_found(carl: StaffClient) -> None:
    page = text_of(carl.get(reverse("instruments_absent")))
    assert page.count("Where to read about it") == 11
    assert "84.4% (75.6% to 90.5%)" in page
    assert "23 of 25" in page
    assert "We found no study" in page


def test_what_a_positive_means(carl: StaffClient) -> None:
    page = text_of(carl.get(reverse("instruments_meaning")))
    assert "Of 1000 people, 399 get a positive result. 14 of these 399 are right." in page
    assert "By this study, a positive result is right in 3.5% of cases." in page
    assert "95% interval: 2.5% to 3.8%" in page
    assert "8 of these 10 wanted none" in page
    assert '<svg role="img"' in page


def test_a_share_is_read_as_people_write_it(carl: StaffClient) -> None:
    for typed in ("12.3", "12,3", " 12.3 % ", "١٢٫٣"):
        data = {"study": "greenbaum-tablet", "prevalence": typed}
        page = text_of(carl.get(reverse("instruments_meaning"), data))
        assert "By this study, a positive result is right in 20.2% of cases." in page, typed


def test_what_cannot_be_meant_is_refused(carl: StaffClient) -> None:
    shares = ["", "0", "100", "-1", "101", "nan", "inf", "1e9", "a few"]
    wrong = [{"study": "greenbaum-tablet", "prevalence": typed} for typed in shares]
    # Studies that lack one of both shares, and none at all.
    studies = ["raft-derivation", "tvit-2014", "nothing", ""]
    wrong += [{"study": study, "prevalence": "1"} for study in studies]
    for data in wrong:
        response = carl.get(reverse("instruments_meaning"), data)
        assert response.status_code == 422, data
        assert "are right" not in text_of(response)


def test_the_tiniest_share_still_answers(carl: StaffClient) -> None:
    data = {"study": "raft-validation", "prevalence": "0.00001"}
    page = text_of(carl.get(reverse("instruments_meaning"), data))
    assert "less than 0.1%" in page


def test_a_share_is_shown_as_it_was_typed_and_chosen_once(carl: StaffClient) -> None:
    data = {"study": "raft-validation", "prevalence": "1.04"}
    page = text_of(carl.get(reverse("instruments_meaning"), data))
    assert "1000 people, 1.04% of whom have been trafficked" in page
    assert page.count(">chosen<") == 1


@pytest.mark.parametrize(("language", "share"), [("ar", "1.4"), ("es", "1,4"), ("vi", "1,4")])
def test_one_sign_for_decimals_on_a_page(
    cast: Cast, staff_client_for: SignIn, language: str, share: str
) -> None:
    cast.carl_cases.language = language
    cast.carl_cases.save()
    client = staff_client_for(cast.carl_cases)
    page = text_of(client.get(reverse("instruments_meaning")))
    assert f'lang="{language}"' in page
    page = page.partition("<main")[2]
    assert f'value="{share}"' in page
    assert f"{share}%" in page
    seen = re.sub(r"<[^>]+>", " ", page)
    assert share.translate(str.maketrans(".,", ",.")) not in seen
