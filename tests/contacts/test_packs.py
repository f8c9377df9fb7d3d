"""Signed packs: made here, read there, refused when anything is wrong."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from tests.cast import NAMES, ROLES, Cast
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.accounts.roles import Role
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.contacts import queries
from waymark.contacts.actions import load_contacts
from waymark.contacts.actions.packs import Imported, export_pack, import_pack, look_into, own_key
from waymark.contacts.actions.proposing import confirm, propose_change
from waymark.contacts.actions.signers import distrust_signer, trust_signer
from waymark.contacts.actions.verifying import verify_again, withdraw_numbers
from waymark.contacts.checking import HOLDS
from waymark.contacts.models import Contact, ContactNumber, Pack, Proposal, Signer, Verification
from waymark.contacts.packs import format as pack_format
from waymark.contacts.packs.deciding import Outcome
from waymark.contacts.refusals import CannotNow, ChangedMeanwhile
from waymark.vault import letters
from waymark.vault.primitives import signing_public
from waymark.web.models import Site

from .conftest import CANADA, HOTLINE, Clock, checked, events, fresh, offered, with_number

THEIR_SEED, OUR_SEED = b"t" * 32, b"o" * 32
THEIR_KEY = letters.encode(signing_public(THEIR_SEED))
NEW, OLD = "1-506-555-0142", "1-833-900-1010"
Change = Callable[[dict[str, Any]], object]


@pytest.fixture(autouse=True)
def key(settings: Settings) -> None:
    settings.PACK_KEY = OUR_SEED


@pytest.fixture
def lakeside(contacts: None, site: Site, clock: Clock) -> Signer:
    """Another installation whose packs we accept; the day after the bundled rows were loaded."""
    return trust_signer("Lakeside", THEIR_KEY, by=Actor.SYSTEM)


def content(*slugs: str) -> dict[str, Any]:
    """What a pack of ours would hold of these contacts, as plain data to change."""
    whole = json.loads(export_pack(by=Actor.SYSTEM))["pack"]
    kept = [one for one in whole["contacts"] if one["contact"]["slug"] in slugs or not slugs]
    return {**whole, "contacts": kept, "signer": "Lakeside Legal Aid"}


def signed(pack: dict[str, Any], seed: bytes = THEIR_SEED) -> bytes:
    return pack_format.seal(pack, seed)


def theirs(*slugs: str, day: str = "", **changes: Any) -> bytes:
    """A pack of Lakeside with some of our contacts, checked today or on another day."""
    pack = content(*slugs)
    seen = timezone.localdate().fromisoformat(day) if day else timezone.localdate()
    for one in pack["contacts"]:
        one["contact"] |= changes | {"date_seen": seen.isoformat()}
        one["checked"] |= {"organisation": "Lakeside Legal Aid", "people": 2, "means": "called"}
        one["expires"] = (seen + HOLDS).isoformat()
    return signed(pack)


def outcomes(imported: Imported) -> dict[str, Outcome]:
    return {line.packed.row.slug: line.outcome for line in imported.lines}


def everything() -> list[Any]:
    tables = (Contact, ContactNumber, Verification, Proposal, Signer)
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


# ---------------------------------------------------------------- going out


def test_a_pack_holds_what_is_offered_and_says_who_checked(
    contacts: None, site: Site, vera: Worker, wim: Worker
) -> None:
    canada = Contact.objects.get(slug=CANADA)
    made = propose_change(canada, with_number(canada, NEW), checked(), seen_version=1, by=vera)
    confirm(made, checked(), by=wim)
    withdraw_numbers(Contact.objects.get(country="GB"), checked(), by=vera)
    data = export_pack(by=vera)
    pack = pack_format.read(data)
    assert pack.is_whole()
    assert pack.key == signing_public(OUR_SEED)
    found = {one["contact"]["slug"]: one for one in pack.content["contacts"]}
    assert len(found) == Contact.objects.count() - 1
    assert found[CANADA]["checked"] == {
        "organisation": "Lakeside Legal Aid",
        "people": 2,
        "means": "called",
        "through": [],
    }
    assert found[HOTLINE]["checked"]["organisation"] == "Waymark project list"
    for word in (b"Vera", b"Wim", b"staff_note", b"Compass", OUR_SEED, OUR_SEED.hex().encode()):
        assert word not in data
    assert Pack.objects.get().contacts == len(found)
    assert events(Event.CONTACT_PACK_EXPORTED) == 1


def test_one_country_and_serials_that_grow(contacts: None, site: Site, vera: Worker) -> None:
    first = pack_format.read(export_pack("CA", by=vera))
    assert [one["contact"]["country"] for one in first.content["contacts"]] == ["CA"]
    second = pack_format.read(export_pack(by=vera))
    assert second.serial > first.serial, "the clock stands still, and still it grows"
    with pytest.raises(CannotNow, match="no contact"):
        export_pack("XX", by=vera)


def test_without_a_key_or_a_name_nothing_is_signed(
    contacts: None, site: Site, vera: Worker, settings: Settings
) -> None:
    site.organisation = ""
    site.save()
    with pytest.raises(CannotNow, match="name in the settings"):
        export_pack(by=vera)
    settings.PACK_KEY = b""
    assert own_key() == ""
    with pytest.raises(CannotNow, match="waymark contacts key"):
        export_pack(by=vera)


def test_what_has_expired_does_not_travel(
    contacts: None, site: Site, vera: Worker, clock: Clock
) -> None:
    clock.forward(days=400)
    with pytest.raises(CannotNow, match="no contact"):
        export_pack(by=vera)


# ---------------------------------------------------------------- refused as a whole


def test_any_changed_byte_is_noticed(lakeside: Signer) -> None:
    data = theirs(CANADA)
    assert outcomes(look_into(data, by=Actor.SYSTEM))
    before = everything()
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises(CannotNow):
            import_pack(bytes(changed), by=Actor.SYSTEM)
    assert everything() == before


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_cut_filled_or_repeated_file_is_refused(lakeside: Signer, data: st.DataObject) -> None:
    whole = theirs(CANADA)
    place = data.draw(st.integers(0, len(whole)))
    more = data.draw(st.binary(min_size=1, max_size=5) | st.sampled_from([b" ", b"\n", b"{}"]))
    before = everything()
    for changed in (whole[:place], whole[:place] + more + whole[place:], whole * 2):
        if changed != whole:
            with pytest.raises(CannotNow):
                import_pack(changed, by=Actor.SYSTEM)
    assert everything() == before


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_no_file_at_all_is_a_sentence(data: bytes) -> None:
    with pytest.raises(CannotNow, match="pack of contacts"):
        pack_format.read(data)


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b'{"pack":' * 50_000,
        b"1" * 10_000,
        b'{"pack":{},"signature":""}',
        b'{"pack":NaN,"signature":"00"}',
        b'{"pack":[],"signature":1}',
        b'"\\ud800"',
        b" " * (pack_format.MOST_BYTES + 1),
    ],
    ids=range(8),
)
def test_strange_files_are_sentences_too(data: bytes) -> None:
    with pytest.raises(CannotNow, match="pack of contacts"):
        pack_format.read(data)


def test_another_order_of_the_same_words_is_refused(lakeside: Signer) -> None:
    data = theirs(CANADA)
    again = json.dumps(json.loads(data), sort_keys=True).encode()
    assert json.loads(again) == json.loads(data)
    with pytest.raises(CannotNow, match="changed after it was signed"):
        import_pack(again, by=Actor.SYSTEM)


def test_an_unknown_signer_is_refused_with_the_key_to_compare(contacts: None, site: Site) -> None:
    data = signed(content(CANADA))
    with pytest.raises(CannotNow) as refused:
        import_pack(data, by=Actor.SYSTEM)
    assert THEIR_KEY in str(refused.value.sentence)
    assert "Lakeside Legal Aid" in str(refused.value.sentence)


def test_a_key_that_signs_for_another_is_refused(lakeside: Signer) -> None:
    pack = content(CANADA)
    forged = pack | {"format": pack_format.FORMAT, "key": signing_public(THEIR_SEED).hex()}
    body = json.loads(signed(pack, b"m" * 32))
    body["pack"] = forged
    with pytest.raises(CannotNow, match="changed after it was signed"):
        import_pack(pack_format.canonical(body), by=Actor.SYSTEM)


def test_an_older_pack_than_the_last_is_refused(lakeside: Signer) -> None:
    older = theirs(CANADA, number=[{"printed": NEW}])
    newer = theirs(CANADA)
    import_pack(newer, by=Actor.SYSTEM)
    before = everything()
    with pytest.raises(CannotNow, match="older than one of Lakeside"):
        import_pack(older, by=Actor.SYSTEM)
    assert everything() == before


def test_two_packs_with_one_number_are_refused(lakeside: Signer) -> None:
    first = theirs(CANADA)
    import_pack(first, by=Actor.SYSTEM)
    pack = content(CANADA) | {"serial": json.loads(first)["pack"]["serial"]}
    with pytest.raises(CannotNow, match="two different packs"):
        import_pack(signed(pack), by=Actor.SYSTEM)


def _set(path: str, value: object) -> Change:
    def change(pack: dict[str, Any]) -> None:
        one: Any = pack["contacts"][0]
        *most, last = path.split(".")
        for step in most:
            one = one[int(step) if step.isdecimal() else step]
        one[last] = value

    return change


def _twice(pack: dict[str, Any]) -> None:
    pack["contacts"].append(pack["contacts"][0])


BAD: list[tuple[Change, str]] = [
    (_set("contact.number.0.printed", "1-833-900"), "no valid telephone number"),
    (_set("contact.number.0.dial", "+19005550100"), "dial is no known key"),
    (_set("contact.number", []), "has no number"),
    (_set("contact.kind", "friend"), "kind must be one of"),
    (_set("contact.kind", "law_enforcement"), "what_happens must say"),
    (_set("contact.url", "javascript:alert(1)"), "must be a web address"),
    (_set("contact.name", "a\x00b"), "signs that are no text"),
    (_set("contact.name", "x" * 201), "longer than 200"),
    (_set("contact.slug", "../x"), "slug must look like"),
    (_set("contact.date_seen", "soon"), "date_seen is no day"),
    (_set("contact.date_seen", 20261122), "date_seen must be a date"),
    (_set("contact.staff_note", "psst"), "note for colleagues"),
    (_set("contact", []), "must be tables"),
    (_set("expires", "2099-01-01"), "180 days"),
    (_set("more", 1), "must have contact, checked and expires"),
    (_set("checked.people", 0), "people must be a small number"),
    (_set("checked.people", True), "people must be a small number"),
    (_set("checked.means", "a dream"), "means must be one of"),
    (_set("checked.organisation", ""), "organisation must be a text"),
    (_set("checked.organisation", "x" * 201), "longer than 200"),
    (_set("checked.through", [{}]), "name is missing"),
    (_set("checked.through", ["x"]), "through must name signers"),
    (_set("checked.through", [{"name": "x", "key": "y"}]), "key must look like"),
    (_set("checked.through", [{"name": "x", "key": "a" * 64}] * 11), "short list"),
    (_set("checked.worker", "Vera"), "worker is no known key"),
    (_twice, "stands in it twice"),
]


@pytest.mark.parametrize(("change", "complaint"), BAD, ids=[text for _, text in BAD])
def test_one_bad_contact_spoils_the_pack(lakeside: Signer, change: Change, complaint: str) -> None:
    pack = content(CANADA, HOTLINE)
    change(pack)
    before = everything()
    with pytest.raises(CannotNow, match="nothing of it was taken") as refused:
        import_pack(signed(pack), by=Actor.SYSTEM)
    assert complaint in str(refused.value.sentence)
    assert everything() == before


# ---------------------------------------------------------------- contact by contact


def test_a_later_check_replaces_what_stands_on_the_lists_word(lakeside: Signer) -> None:
    data = theirs(CANADA, number=[{"printed": NEW}])
    assert outcomes(look_into(data, by=Actor.SYSTEM)) == {CANADA: Outcome.CHANGED}
    canada = Contact.objects.get(slug=CANADA)
    assert offered(canada) == [OLD], "a look changes nothing"
    import_pack(data, by=Actor.SYSTEM)
    assert offered(canada) == [NEW]
    newest = canada.verifications.all()[0]
    assert (newest.signer, newest.organisation, newest.people) == (
        lakeside,
        "Lakeside Legal Aid",
        2,
    )
    assert newest.who == "Lakeside Legal Aid, in a pack that Lakeside signed"
    assert events(Event.CONTACT_PACK_IMPORTED, lakeside) == 1
    # Loading our own list again does not bring the older number back.
    load_contacts()
    assert offered(canada) == [NEW]


def test_a_second_time_changes_nothing(lakeside: Signer) -> None:
    data = theirs()
    import_pack(data, by=Actor.SYSTEM)
    before = everything()
    again = import_pack(data, by=Actor.SYSTEM)
    assert again.repeated
    assert everything() == before
    assert events(Event.CONTACT_PACK_IMPORTED) == 1


def test_the_same_checked_later_holds_longer(lakeside: Signer, clock: Clock) -> None:
    clock.forward(days=30)
    data = theirs(CANADA)
    assert outcomes(import_pack(data, by=Actor.SYSTEM)) == {CANADA: Outcome.EXTENDED}
    assert fresh(Contact.objects.get(slug=CANADA)).expires == timezone.localdate() + HOLDS
    assert fresh(Contact.objects.get(slug=CANADA)).version == 1


def test_nothing_new_and_older_are_said(lakeside: Signer) -> None:
    pack = content(CANADA, HOTLINE)
    for one in pack["contacts"]:
        if one["contact"]["slug"] == HOTLINE:
            one["contact"]["date_seen"] = "2026-11-01"
            one["expires"] = "2027-04-30"
    before = everything()[:4]
    done = import_pack(signed(pack), by=Actor.SYSTEM)
    assert outcomes(done) == {CANADA: Outcome.SAME, HOTLINE: Outcome.OLDER}
    assert everything()[:4] == before
    assert all(line.sentence for line in done.lines)


def test_what_our_own_checked_later_stays(lakeside: Signer, vera: Worker, wim: Worker) -> None:
    canada = Contact.objects.get(slug=CANADA)
    made = propose_change(canada, with_number(canada, NEW), checked(), seen_version=1, by=vera)
    data = theirs(CANADA, day="2026-11-23")
    confirm(made, checked(), by=wim)
    done = import_pack(data, by=Actor.SYSTEM)
    assert set(outcomes(done).values()) <= {Outcome.OURS_IS_NEWER, Outcome.RETIRED}
    assert offered(canada) == [NEW]


def test_what_our_own_stand_for_becomes_a_proposal(
    lakeside: Signer, vera: Worker, wim: Worker, clock: Clock
) -> None:
    canada = Contact.objects.get(slug=CANADA)
    verify_again(canada, checked(), seen_version=1, by=vera)
    clock.forward(days=20)
    data = theirs(CANADA, number=[{"printed": NEW}])
    assert outcomes(import_pack(data, by=Actor.SYSTEM)) == {CANADA: Outcome.PROPOSED}
    assert offered(canada) == [OLD]
    made = Proposal.objects.get()
    assert (made.by, made.signer, made.who) == (None, lakeside, "Lakeside")
    confirm(made, checked(), by=vera)
    assert offered(canada) == [NEW]
    _second, first, *_ = canada.verifications.all()
    assert (first.signer, first.organisation) == (lakeside, "Lakeside Legal Aid")


def test_a_number_that_was_withdrawn_here_does_not_come_back_by_itself(
    lakeside: Signer, vera: Worker, clock: Clock
) -> None:
    canada = Contact.objects.get(slug=CANADA)
    withdraw_numbers(canada, checked(), by=vera)
    # A pack of ours does not hold it, so the words of the one before are taken.
    clock.forward(days=1)
    Contact.objects.filter(pk=canada.pk).update(withdrawn_at=None)
    data = theirs(CANADA)
    Contact.objects.filter(pk=canada.pk).update(withdrawn_at=timezone.now())
    assert outcomes(import_pack(data, by=Actor.SYSTEM)) == {CANADA: Outcome.PROPOSED}
    assert offered(canada) == []


def test_expired_future_and_given_up_are_refused(lakeside: Signer, clock: Clock) -> None:
    old = theirs(CANADA, day="2026-05-01", slug="ca-another")
    assert outcomes(import_pack(old, by=Actor.SYSTEM)) == {"ca-another": Outcome.EXPIRED}
    clock.forward(seconds=1)
    ahead = theirs(CANADA, day="2026-11-25", slug="ca-another")
    assert outcomes(import_pack(ahead, by=Actor.SYSTEM)) == {"ca-another": Outcome.FROM_THE_FUTURE}
    clock.forward(seconds=1)
    Contact.objects.filter(slug=CANADA).update(retired=[NEW])
    gone = theirs(CANADA, slug="ca-another", number=[{"printed": NEW}])
    assert outcomes(import_pack(gone, by=Actor.SYSTEM)) == {"ca-another": Outcome.RETIRED}
    assert not Contact.objects.filter(slug="ca-another").exists()


def test_an_installation_without_any_contact_gets_them_all(lakeside: Signer, clock: Clock) -> None:
    data = theirs()
    shown = {code: len(queries.contacts_for(code)) for code in ("US", "CA", "PL")}
    Verification.objects.all().delete()
    Contact.objects.all().delete()
    done = import_pack(data, by=Actor.SYSTEM)
    assert set(outcomes(done).values()) == {Outcome.ADDED}
    assert {code: len(queries.contacts_for(code)) for code in shown} == shown
    assert not Contact.objects.filter(bundled=True).exists()


def test_provenance_travels_on_through_a_third(lakeside: Signer, clock: Clock) -> None:
    clock.forward(days=1)
    import_pack(theirs(CANADA), by=Actor.SYSTEM)
    onward = json.loads(export_pack("CA", by=Actor.SYSTEM))["pack"]["contacts"][0]["checked"]
    assert onward == {
        "organisation": "Lakeside Legal Aid",
        "people": 2,
        "means": "called",
        "through": [{"name": "Lakeside", "key": signing_public(THEIR_SEED).hex()}],
    }


def test_what_was_seen_must_still_hold(lakeside: Signer, vera: Worker) -> None:
    data = theirs(CANADA, number=[{"printed": NEW}])
    seen = look_into(data, by=vera).fingerprint
    withdraw_numbers(Contact.objects.get(slug=CANADA), checked(), by=vera)
    with pytest.raises(ChangedMeanwhile, match="shown again"):
        import_pack(data, by=vera, expected=seen)
    assert offered(Contact.objects.get(slug=CANADA)) == []
    again = look_into(data, by=vera).fingerprint
    assert import_pack(data, by=vera, expected=again)


def test_a_fault_half_way_leaves_everything_as_it_was(
    lakeside: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = theirs(number=[{"printed": "112", "short": True}], country="DE")
    calls = []

    def breaks(*args: Any, **more: Any) -> None:
        calls.append(args)
        if len(calls) == 3:
            raise RuntimeError("the disk is full")

    monkeypatch.setattr("waymark.contacts.actions.packs.note_check", breaks)
    before = everything()
    with pytest.raises(RuntimeError, match="full"):
        import_pack(data, by=Actor.SYSTEM)
    assert everything() == before


@pytest.mark.parametrize("name", [name for name in NAMES if name != "vera_contacts"])
def test_only_contact_verifiers_exchange(cast: Cast, lakeside: Signer, name: str) -> None:
    data = theirs(CANADA)
    acts: list[Callable[[], object]] = [
        lambda: export_pack(by=cast[name]),
        lambda: look_into(data, by=cast[name]),
        lambda: import_pack(data, by=cast[name]),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


# ---------------------------------------------------------------- whose packs


def test_trusting_is_explicit_and_once(contacts: None, cast: Cast) -> None:
    made = trust_signer("Lakeside", THEIR_KEY.lower().replace("-", " "), by=cast.adam_admin)
    assert made.shown_key == THEIR_KEY
    assert trust_signer("Lakeside", THEIR_KEY, by=cast.adam_admin) == made
    assert events(Event.SIGNER_TRUSTED, made) == 1
    assert trust_signer("Lakeside Legal Aid", THEIR_KEY, by=cast.adam_admin).pk == made.pk


@pytest.mark.parametrize("place", range(0, 66, 5))
def test_one_mistyped_letter_is_noticed(contacts: None, cast: Cast, place: int) -> None:
    letter = THEIR_KEY[place]
    typed = THEIR_KEY[:place] + ("2" if letter != "2" else "3") + THEIR_KEY[place + 1 :]
    with pytest.raises(CannotNow, match="mistyped"):
        trust_signer("Lakeside", typed, by=cast.adam_admin)


def test_names_and_keys_do_not_mix(contacts: None, cast: Cast) -> None:
    trust_signer("Lakeside", THEIR_KEY, by=cast.adam_admin)
    other = letters.encode(signing_public(b"x" * 32))
    with pytest.raises(CannotNow, match="Another key has this name"):
        trust_signer("Lakeside", other, by=cast.adam_admin)
    with pytest.raises(CannotNow, match="this installation itself"):
        trust_signer("Us", own_key(), by=cast.adam_admin)
    for name in ("", "  ", "x" * 121, "a\x00b", "a\nb"):
        with pytest.raises(CannotNow, match="at most 120"):
            trust_signer(name, other, by=cast.adam_admin)


def test_distrusting_takes_off_what_stands_on_that_word_alone(
    lakeside: Signer, cast: Cast, clock: Clock
) -> None:
    clock.forward(days=1)
    verify_again(
        Contact.objects.get(slug=HOTLINE), checked(), seen_version=1, by=cast.vera_contacts
    )
    clock.forward(days=1)
    data = theirs(CANADA, HOTLINE, cautions=["old_page"])
    import_pack(data, by=Actor.SYSTEM)
    assert Proposal.objects.filter(stage="open").count() == 1
    distrust_signer(lakeside, by=cast.adam_admin)
    assert offered(Contact.objects.get(slug=CANADA)) == []
    assert offered(Contact.objects.get(slug=HOTLINE)) != []
    assert not Proposal.objects.filter(stage="open").exists()
    assert events(Event.SIGNER_DISTRUSTED) == events(Event.CONTACT_WITHDRAWN) == 1
    with pytest.raises(CannotNow, match="not trusted any more"):
        import_pack(theirs(CANADA), by=Actor.SYSTEM)
    distrust_signer(lakeside, by=cast.adam_admin)
    assert events(Event.SIGNER_DISTRUSTED) == 1
    # The list's own row stands again once it is loaded.
    load_contacts()
    assert offered(Contact.objects.get(slug=CANADA)) == [OLD]


def test_trust_that_returns_still_refuses_old_packs(lakeside: Signer) -> None:
    older = theirs(CANADA)
    import_pack(theirs(CANADA), by=Actor.SYSTEM)
    distrust_signer(lakeside, by=Actor.SYSTEM)
    trust_signer("Lakeside", THEIR_KEY, by=Actor.SYSTEM)
    with pytest.raises(CannotNow, match="older than one"):
        import_pack(older, by=Actor.SYSTEM)


@pytest.mark.parametrize("name", [name for name in NAMES if ROLES[name] != Role.ADMINISTRATOR])
def test_only_administrators_trust(cast: Cast, lakeside: Signer, name: str) -> None:
    other = letters.encode(signing_public(b"x" * 32))
    acts: list[Callable[[], object]] = [
        lambda: trust_signer("Somebody", other, by=cast[name]),
        lambda: distrust_signer(lakeside, by=cast[name]),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    lakeside.refresh_from_db()
    assert lakeside.trusted
