"""The pages of consent: from the list over three steps to an active release, and back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.making import NAMES
from tests.referrals.consent.conftest import Desk
from tests.referrals.making import FIRST
from waymark.audit.models import Entry
from waymark.cases.models import CaseState, today
from waymark.directory.models import Service
from waymark.referrals.models import Release, ReleaseState
from waymark.vault.records import erase

SIGNED = {
    "how": "signed",
    "signed_on": "2026-01-05",
    "years": "adult",
    "told": "on",
    "free": "on",
}


def _terms(release: Release, **more: Any) -> dict[str, Any]:
    last = today() + timedelta(days=30)
    chosen = {"kinds": ["identity"], "purpose": "housing", "language": "eng"}
    return {**chosen, "expires_on": last.isoformat(), "seen": release.version, **more}


def test_the_whole_way_by_hand(desk: Desk, carl: Client) -> None:
    begun = carl.post(
        desk.url("release_begin"),
        {"whose": desk.rosa.pk, "kind": "organisation", "organisation": desk.cast.lakeside.pk},
    )
    release = Release.objects.get()
    assert begun["Location"] == desk.url("release_terms", release)
    saved = carl.post(desk.url("release_terms", release), _terms(release))
    assert saved["Location"] == desk.url("release", release)
    seen = desk.fresh(release).version
    carl.post(desk.url("release_sign", release), {**SIGNED, "seen": seen})
    assert desk.fresh(release).state == ReleaseState.SIGNED
    carl.post(desk.url("release_activate", release))
    assert desk.fresh(release).state == ReleaseState.ACTIVE
    page = carl.get(desk.url("release_withdraw", release)).content.decode()
    assert "Nothing has left under it." in page
    assert desk.fresh(release).state == ReleaseState.ACTIVE
    carl.post(desk.url("release_withdraw", release))
    assert desk.fresh(release).state == ReleaseState.WITHDRAWN


def test_no_page_shows_who_somebody_is(desk: Desk, shown: Callable[..., str]) -> None:
    draft, active = desk.drafted(), desk.active()
    urls = [desk.url("case_releases"), desk.url("release_begin")]
    urls += [desk.url(name, draft) for name in ("release", "release_terms", "release_sign")]
    urls += [desk.url(name, active) for name in ("release", "release_text", "release_withdraw")]
    for url in urls:
        page = shown(url)
        for value in NAMES.values():
            assert value not in page


def test_each_page_is_audited_as_a_look_at_the_case(desk: Desk, shown: Callable[..., str]) -> None:
    release = desk.drafted()
    before = Entry.objects.filter(event="case:read").count()
    for name in ("release", "release_terms", "release_text", "release_sign"):
        shown(desk.url(name, release))
    assert Entry.objects.filter(event="case:read").count() == before + 4


def test_the_list_says_what_holds_and_what_ends_soon(desk: Desk, shown: Callable[..., str]) -> None:
    assert "Nobody has agreed to a release yet." in shown(desk.url("case_releases"))
    desk.activate(desk.sign(desk.drafted(days=10)))
    page = shown(desk.url("case_releases"))
    assert "Dr Amal Haddad" in page
    assert "ends soon" in page


def test_an_erased_release_is_a_tombstone_and_has_no_page(
    desk: Desk, shown: Callable[..., str]
) -> None:
    release = desk.active()
    erase(release.envelope_id)
    assert "A release that is erased." in shown(desk.url("case_releases"))
    shown(desk.url("release", release), status=404)


def test_a_service_is_found_by_words_of_its_name_and_nothing_typed_is_lost(
    desk: Desk, carl: Client
) -> None:
    harbour = Service.objects.create(name="Harbour House <b>")
    Service.objects.create(name="Harbour Clinic", status="defunct")
    typed = {"whose": desk.rosa.pk, "kind": "named", "words": "house harb", "name": "x", "find": 1}
    page = carl.post(desk.url("release_begin"), typed).content.decode()
    assert "Harbour House &lt;b&gt;" in page
    assert "Harbour Clinic" not in page
    assert 'value="house harb"' in page
    chosen = {"whose": desk.rosa.pk, "kind": "service", "words": "harb", "service": harbour.pk}
    carl.post(desk.url("release_begin"), chosen)
    assert Release.objects.get().to_service == harbour


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"kind": "named"},
        {"kind": "organisation"},
        {"kind": "service", "words": "nowhere"},
        {"kind": "everybody"},
        {"kind": "named", "name": "x" * 500},
        {"kind": "organisation", "organisation": "not-a-uuid"},
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    desk: Desk, carl: Client, typed: dict[str, str]
) -> None:
    response = carl.post(desk.url("release_begin"), {"whose": desk.rosa.pk, **typed})
    assert response.status_code == 422
    assert "Please check this" in response.content.decode()
    assert not Release.objects.exists()


def test_a_name_of_signs_only_is_told_why(desk: Desk, carl: Client) -> None:
    typed = {"whose": desk.rosa.pk, "kind": "named", "name": "???"}
    response = carl.post(desk.url("release_begin"), typed)
    assert response.status_code == 409
    assert "Say who is to receive it." in response.content.decode()


def test_a_suspected_perpetrator_is_not_offered_and_not_taken(desk: Desk, carl: Client) -> None:
    suspect = desk.someone("suspected_perpetrator")
    assert str(suspect.pk) not in carl.get(desk.url("release_begin")).content.decode()
    typed = {"whose": suspect.pk, "kind": "named", "name": "Dr Haddad"}
    assert carl.post(desk.url("release_begin"), typed).status_code == 422
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"kinds": []},
        {"kinds": ["everything"]},
        {"fields_chosen": ["wall.reason"]},
        {"purpose": "condition-of-service"},
        {"purpose": ""},
        {"purpose": "other"},
        {"language": ""},
        {"language": "xx"},
        {"expires_on": ""},
        {"expires_on": "never"},
        {"expires_on": "2020-01-01"},
        {"expires_on": "9999-12-31"},
    ],
)
def test_terms_that_cannot_be_are_refused_and_kept(
    desk: Desk, carl: Client, changed: dict[str, Any]
) -> None:
    release = desk.draft()
    typed = _terms(release, purpose_words="near <the> school") | changed
    if changed.get("purpose") == "other":
        typed["purpose_words"] = ""
    response = carl.post(desk.url("release_terms", release), typed)
    assert response.status_code == 422
    if typed["purpose_words"]:
        assert "near &lt;the&gt; school" in response.content.decode()
    assert not desk.said(release).terms.complete


def test_a_colleague_was_faster(desk: Desk, carl: Client) -> None:
    release = desk.drafted()
    stale = _terms(release, seen=release.version - 1, purpose_words="keep this")
    response = carl.post(desk.url("release_terms", release), stale)
    page = response.content.decode()
    assert response.status_code == 409
    assert "keep this" in page
    assert f'name="seen" value="{release.version}"' in page
    assert "A colleague has changed this" in page


def test_single_fields_show_why_they_are_asked(desk: Desk, shown: Callable[..., str]) -> None:
    page = shown(desk.url("release_terms", desk.draft()))
    assert FIRST in page
    assert "so that nobody has to tell everything twice" in page
    assert "identity.prs_IdentityNumber" in page
    assert "(nothing recorded yet)" in page


@pytest.mark.parametrize(
    "changed",
    [
        {"how": ""},
        {"how": "verbal-with-witness"},
        {"signed_on": ""},
        {"signed_on": "2999-01-01"},
        {"years": ""},
        {"years": "child"},
        {"years": "child", "age": "18"},
        {"years": "child", "age": "-1"},
        {"years": "unknown", "guardian": "Thu Pham", "guardian_is": "aunt"},
        {"told": ""},
        {"free": ""},
    ],
)
def test_agreeing_needs_all_of_it(desk: Desk, carl: Client, changed: dict[str, str]) -> None:
    release = desk.drafted()
    typed = {**SIGNED, "seen": release.version, "interpreter": "Ines", **changed}
    response = carl.post(desk.url("release_sign", release), typed)
    assert response.status_code == 422
    assert 'value="Ines"' in response.content.decode()
    assert desk.fresh(release).state == ReleaseState.DRAFT


def test_whom_to_ask_for_a_young_person_is_told_with_the_rule(desk: Desk, carl: Client) -> None:
    child = desk.someone(prs_FirstName="Lien")
    release = desk.drafted(child)
    typed = {**SIGNED, "seen": release.version, "years": "child", "age": 14, "place": ""}
    response = carl.post(desk.url("release_sign", release), typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert "A parent or guardian has to agree as well." in page
    assert "Say first which place" in page


@pytest.mark.parametrize("name", ["release_terms", "release_sign"])
def test_a_step_that_came_too_late_shows_where_the_release_stands(
    desk: Desk, carl: Client, name: str
) -> None:
    release = desk.active()
    for response in (carl.get(desk.url(name, release)), carl.post(desk.url(name, release))):
        assert response.status_code == 409
        assert "This release is active." in response.content.decode()


@pytest.mark.parametrize("name", ["release_activate", "release_withdraw", "release_renew"])
def test_taking_a_step_twice_is_told(desk: Desk, carl: Client, name: str) -> None:
    release = desk.drafted() if name == "release_renew" else desk.withdraw(desk.active())
    assert carl.post(desk.url(name, release)).status_code == 409


def test_renewing_leads_to_a_new_draft(desk: Desk, carl: Client) -> None:
    release = desk.withdraw(desk.active())
    response = carl.post(desk.url("release_renew", release))
    draft = Release.objects.exclude(pk=release.pk).get()
    assert response["Location"] == desk.url("release_terms", draft)
    assert carl.get(response["Location"]).status_code == 200


def test_in_a_closed_case_only_withdrawing_is_offered(
    desk: Desk, carl: Client, shown: Callable[..., str]
) -> None:
    release = desk.active()
    desk.case.state = CaseState.CLOSED
    desk.case.save()
    page = shown(desk.url("release", release))
    assert desk.url("release_withdraw", release) in page
    assert desk.url("release_renew", release) not in page
    assert desk.url("release_begin") not in shown(desk.url("case_releases"))
    assert carl.post(desk.url("release_renew", release)).status_code == 409
