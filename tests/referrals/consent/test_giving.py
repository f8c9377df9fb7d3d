"""From a draft to an active release: what is covered is exact, and each step is audited."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cases.making import make_case, make_participant
from tests.referrals.consent.conftest import ADULT, TERMS, Desk
from tests.referrals.making import FIRST, SECOND
from waymark.accounts.permissions import NotAllowed
from waymark.cases.models import CaseState, Note, Wall, today
from waymark.cases.records import change, read, write_new
from waymark.directory.models import Service
from waymark.directory.tiers import Tier
from waymark.referrals.consent.actions.drafting import To, renew
from waymark.referrals.consent.actions.giving import sign
from waymark.referrals.consent.terms import Given
from waymark.referrals.gate import fields_of, receiver_of
from waymark.referrals.models import Release, ReleaseState
from waymark.referrals.receivers import Receiver
from waymark.referrals.reference.releases import releases
from waymark.reports.states import CannotNow, ChangedMeanwhile

Events = Callable[[], list[str]]


def test_the_whole_way(desk: Desk, events: Events) -> None:
    release = desk.active()
    assert release.state == ReleaseState.ACTIVE
    assert events() == ["release:drafted", "release:signed", "release:activated"]
    assert desk.withdraw(release).state == ReleaseState.WITHDRAWN
    assert events()[-1] == "release:withdrawn"


def test_a_draft_lasts_ninety_days_unless_said_otherwise(desk: Desk) -> None:
    assert desk.draft().expires_on == today() + timedelta(days=90)


def test_kinds_become_the_fields_that_hold_something_on_that_day(desk: Desk) -> None:
    release = desk.active()
    covers = fields_of(release, desk.keyring)
    assert {FIRST, SECOND, "identity.prs_Birthdate"} <= covers
    assert "identity.prs_IdentityNumber" not in covers
    assert "identity.contact_safe_way" not in covers
    person = desk.rosa.person
    content = read(person, desk.keyring)
    content["fields"]["prs_IdentityNumber"] = {"v": "X123"}
    change(person, content, seen=person.version, keyring=desk.keyring)
    assert fields_of(desk.fresh(release), desk.keyring) == covers


def test_what_was_declined_is_nothing_that_a_kind_holds(desk: Desk) -> None:
    person = desk.rosa.person
    content = read(person, desk.keyring)
    content["fields"]["pronouns"] = {"s": "declined"}
    change(person, content, seen=person.version, keyring=desk.keyring)
    assert "identity.pronouns" not in fields_of(desk.active(), desk.keyring)


def test_a_single_field_can_be_chosen_before_it_holds_anything(desk: Desk) -> None:
    number = "identity.prs_IdentityNumber"
    release = desk.drafted(terms=replace(TERMS, kinds=(), fields=(number,)))
    assert fields_of(desk.sign(release), desk.keyring) == {number}


@pytest.mark.parametrize(
    "field", ["identity.nothing", "relationship.kind", "wall.reason", "note:x", "identity"]
)
def test_what_is_no_field_is_covered_by_nothing(desk: Desk, field: str) -> None:
    release = desk.drafted(terms=replace(TERMS, fields=(field,)))
    with pytest.raises(CannotNow):
        desk.sign(release)
    assert desk.fresh(release).state == ReleaseState.DRAFT


def test_a_note_of_another_case_is_covered_by_nothing(desk: Desk) -> None:
    elsewhere = Note(case=make_case(desk.cast))
    write_new(elsewhere, {"fields": {}})
    release = desk.drafted(terms=replace(TERMS, fields=(f"note:{elsewhere.pk}",)))
    with pytest.raises(CannotNow):
        desk.sign(release)


def test_the_kind_of_papers_names_none_of_them(desk: Desk) -> None:
    """A note or a file is chosen one by one: each tells of others, too."""
    write_new(Note(case=desk.case), {"fields": {}})
    release = desk.drafted(terms=replace(TERMS, kinds=("files", "identity")))
    assert not any(":" in name for name in fields_of(desk.sign(release), desk.keyring))


def test_a_release_of_nothing_is_no_release(desk: Desk) -> None:
    release = desk.drafted(terms=replace(TERMS, kinds=("health",)))
    with pytest.raises(CannotNow, match="not in this state"):
        desk.sign(release)


@pytest.mark.parametrize("how", releases().ways)
def test_each_way_of_agreeing(desk: Desk, how: str) -> None:
    given = Given(how=how, age=18, witness="Ines, counsellor")
    assert desk.said(desk.sign(desk.drafted(), given)).given == given


def test_words_alone_need_a_witness(desk: Desk) -> None:
    with pytest.raises(CannotNow) as refused:
        desk.sign(desk.drafted(), Given(how="verbal-with-witness", age=18))
    assert "witness" in str(refused.value.sentence)


@pytest.mark.parametrize("how", ["", "implied", "assumed"])
def test_there_is_no_other_way(desk: Desk, how: str) -> None:
    with pytest.raises(CannotNow):
        desk.sign(desk.drafted(), Given(how=how, age=18))


@pytest.mark.parametrize("purpose", [*(each.id for each in releases().never()), "", "anything"])
def test_help_is_never_the_price_and_nothing_else_forbidden_is_a_purpose(
    desk: Desk, purpose: str
) -> None:
    with pytest.raises(CannotNow):
        desk.terms(desk.draft(), replace(TERMS, purpose=purpose))


def test_another_purpose_needs_words(desk: Desk) -> None:
    with pytest.raises(CannotNow):
        desk.terms(desk.draft(), replace(TERMS, purpose="other"))
    assert desk.terms(desk.draft(), replace(TERMS, purpose="other", purpose_words="a van"))


@pytest.mark.parametrize("days", [-1, 366, 5000])
def test_no_day_in_the_past_and_none_after_a_year(desk: Desk, days: int) -> None:
    with pytest.raises(CannotNow):
        desk.drafted(days=days)


@pytest.mark.parametrize("days", [0, 1, 365])
def test_from_today_to_a_year(desk: Desk, days: int) -> None:
    release = desk.activate(desk.sign(desk.drafted(days=days)))
    assert release.expires_on == today() + timedelta(days=days)


def test_nobody_agrees_tomorrow(desk: Desk) -> None:
    with pytest.raises(CannotNow):
        desk.sign(desk.drafted(), on=today() + timedelta(days=1))


def test_a_language_without_our_text_needs_an_interpreter(desk: Desk) -> None:
    release = desk.drafted(terms=replace(TERMS, language="amh"))
    with pytest.raises(CannotNow) as refused:
        desk.sign(release)
    assert "interpret" in str(refused.value.sentence)
    assert desk.sign(release, replace(ADULT, interpreter="Sara reads Amharic"))


def test_a_draft_without_terms_is_not_agreed_to(desk: Desk) -> None:
    with pytest.raises(CannotNow):
        desk.sign(desk.draft())


def test_each_step_once_and_in_order(desk: Desk) -> None:
    draft = desk.drafted()
    with pytest.raises(CannotNow):
        desk.activate(draft)
    signed = desk.sign(draft)
    _refused(signed, desk.sign, desk.terms)
    active = desk.activate(signed)
    _refused(active, desk.sign, desk.terms, desk.activate)
    over = desk.withdraw(active)
    _refused(over, desk.sign, desk.terms, desk.activate, desk.withdraw)


def _refused(release: Release, *steps: Callable[[Release], object]) -> None:
    for step in steps:
        with pytest.raises(CannotNow):
            step(release)


def test_nobody_agrees_to_terms_that_changed_while_they_were_read(desk: Desk) -> None:
    release = desk.drafted()
    seen = release.version
    desk.terms(release, replace(TERMS, kinds=("identity", "contact")))
    with pytest.raises(ChangedMeanwhile):
        sign(release, ADULT, today(), seen=seen, by=desk.by, keyring=desk.keyring)


def test_receivers(desk: Desk) -> None:
    service = Service.objects.create(name="Harbour House")
    for to, receiver in (
        (To(organisation=desk.cast.lakeside), Receiver.organisation(desk.cast.lakeside)),
        (To(service=service), Receiver.service(service)),
        (To(name="Dr Amal Haddad"), Receiver.named("Dr Amal Haddad")),
    ):
        assert receiver_of(desk.draft(to=to), desk.keyring) == receiver


def test_receivers_that_are_none(desk: Desk) -> None:
    hidden = Service.objects.create(name="Night line", tier=Tier.SEALED, steward=desk.cast.lakeside)
    for to in (
        To(),
        To(name="..."),
        To(organisation=desk.cast.lakeside, name="Dr Amal Haddad"),
        To(organisation=desk.cast.riverside),
        To(service=hidden),
    ):
        with pytest.raises(CannotNow):
            desk.draft(to=to)
    assert not Release.objects.exists()


def test_somebody_of_another_case_has_no_release_in_this_one(desk: Desk) -> None:
    other = make_participant(make_case(desk.cast))
    with pytest.raises(ValueError, match="its case"):
        desk.draft(other)


def test_renewing_asks_anew(desk: Desk) -> None:
    release = desk.withdraw(desk.active())
    again = renew(release, by=desk.by, keyring=desk.keyring)
    said = desk.said(again)
    assert again.state == ReleaseState.DRAFT
    assert said.terms == desk.said(release).terms
    assert (said.covers, said.given, said.text, said.left) == ((), None, None, ())


def test_nothing_begins_in_a_closed_case_but_taking_back_goes_on(desk: Desk) -> None:
    active, draft = desk.active(), desk.drafted()
    desk.case.state = CaseState.CLOSED
    desk.case.save()
    with pytest.raises(CannotNow):
        desk.draft()
    _refused(draft, desk.sign, desk.terms)
    assert desk.withdraw(active).state == ReleaseState.WITHDRAWN


@pytest.mark.parametrize("who", ["ana_hotline", "adam_admin", "ivan_analyst", "lena_lakeside"])
def test_nobody_else_takes_a_step(desk: Desk, who: str, events: Events) -> None:
    release = desk.drafted()
    before = events()
    desk.by = desk.cast[who]
    steps: list[Callable[[Release], object]] = [
        lambda _: desk.draft(),
        desk.sign,
        desk.terms,
        desk.activate,
        desk.withdraw,
    ]
    for step in steps:
        with pytest.raises(NotAllowed):
            step(release)
    assert events() == before


def test_a_wall_stands_before_consent_too(desk: Desk) -> None:
    release = desk.active()
    write_new(Wall(case=desk.case, worker=desk.by), {"fields": {}})
    with pytest.raises(NotAllowed):
        desk.withdraw(release)
