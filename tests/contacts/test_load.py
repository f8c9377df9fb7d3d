from datetime import date
from pathlib import Path

import pytest

from waymark.accounts.models import Worker
from waymark.contacts.actions import Loaded, load_contacts
from waymark.contacts.actions.proposing import confirm, reject
from waymark.contacts.actions.verifying import verify_again, withdraw_numbers
from waymark.contacts.checking import HOLDS
from waymark.contacts.data_file import DATA_FILE, read_contacts
from waymark.contacts.models import Contact, ContactNumber, Proposal
from waymark.contacts.rows import entry_of, is_same, plain_row
from waymark.contacts.table import DataFileError

from .conftest import CANADA, Clock, checked, offered

pytestmark = pytest.mark.django_db
COUNT = 26  # 25 lines, and the one emergency number that a source of theirs gives


def everything() -> list[object]:
    contacts = list(Contact.objects.order_by("pk").values())
    return [*contacts, *ContactNumber.objects.order_by("pk").values()]


def edited(tmp_path: Path, before: str, after: str) -> Path:
    text = DATA_FILE.read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "contacts.toml"
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path


def test_loading_twice_changes_nothing() -> None:
    assert load_contacts() == Loaded(added=COUNT)
    first = everything()
    assert load_contacts() == Loaded(unchanged=COUNT)
    assert everything() == first


def test_a_changed_number_replaces_the_old_one(tmp_path: Path) -> None:
    load_contacts()
    path = edited(tmp_path, 'printed = "1-833-900-1010"', 'printed = "1-833-900-1011"')
    assert load_contacts(path) == Loaded(changed=1, unchanged=COUNT - 1)
    dials = ContactNumber.objects.filter(contact__country="CA").values_list("dial", flat=True)
    assert list(dials) == ["+18339001011"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('cost = "free"\nsource_url = "https://cdn02', 'source_url = "https://cdn02'),
        ('[[contact.number]]\nprinted = "22 628 99 99"\n', ""),
        ('languages = ["pl", "en", "fr", "vi"]', 'languages = ["pl", "en", "fr"]'),
    ],
)
def test_any_edit_is_noticed(tmp_path: Path, before: str, after: str) -> None:
    load_contacts()
    assert load_contacts(edited(tmp_path, before, after)).changed == 1


def test_a_row_that_left_the_file_leaves_the_site_and_others_stay(tmp_path: Path) -> None:
    load_contacts()
    Contact.objects.filter(slug="gr-1109").update(slug="gr-withdrawn")
    own = Contact.objects.get(slug="ar-linea-145")
    own.pk, own.slug, own.bundled = None, "ar-own", False
    own.save()
    assert load_contacts() == Loaded(added=1, removed=1, unchanged=COUNT - 1)
    assert not Contact.objects.filter(slug="gr-withdrawn").exists()
    assert Contact.objects.filter(slug="ar-own").exists()


def test_a_bad_file_changes_nothing(tmp_path: Path) -> None:
    load_contacts()
    first = everything()
    path = edited(tmp_path, 'printed = "1-833-900-1010"', 'printed = "1-833-900"')
    with pytest.raises(DataFileError, match="ca-canadian"):
        load_contacts(path)
    assert everything() == first


NEWER = ("date_seen = 2026-11-22", "date_seen = 2026-11-24")


def newer(tmp_path: Path, number: str = "1-833-900-1010") -> Path:
    """Our list as a later version brings it, with a later day everywhere."""
    text = DATA_FILE.read_text(encoding="utf-8").replace(*NEWER)
    path = tmp_path / "contacts.toml"
    path.write_text(text.replace('"1-833-900-1010"', f'"{number}"'), encoding="utf-8")
    return path


def test_a_load_is_a_check_of_the_list_and_stays_in_the_history(tmp_path: Path) -> None:
    load_contacts()
    assert load_contacts(newer(tmp_path)) == Loaded(changed=COUNT)
    canada = Contact.objects.get(slug=CANADA)
    assert [row.seen_on.day for row in canada.verifications.all()] == [24, 22]
    assert canada.expires == date(2026, 11, 24) + HOLDS


def test_what_workers_verified_is_not_overwritten_but_proposed(
    tmp_path: Path, vera: Worker, clock: Clock
) -> None:
    load_contacts()
    canada = Contact.objects.get(slug=CANADA)
    verify_again(canada, checked(date(2026, 11, 23)), seen_version=1, by=vera)
    path = newer(tmp_path, "1-506-555-0142")
    # An older or equal list says nothing to what was checked here later.
    assert load_contacts().proposed == 0
    assert load_contacts(path).proposed == 1
    assert offered(canada) == ["1-833-900-1010"]
    assert load_contacts(path) == Loaded(unchanged=COUNT), "a second time changes nothing"
    made = Proposal.objects.get()
    assert made.who == "The Waymark project's own list"
    confirm(made, checked(), by=vera)
    assert offered(canada) == ["1-506-555-0142"]
    assert load_contacts(path) == Loaded(unchanged=COUNT)


def test_what_was_rejected_is_not_proposed_again(tmp_path: Path, vera: Worker) -> None:
    load_contacts()
    canada = Contact.objects.get(slug=CANADA)
    withdraw_numbers(canada, checked(), by=vera)
    path = newer(tmp_path)
    assert load_contacts(path).proposed == 1
    assert offered(canada) == [], "withdrawn here: a list does not bring it back"
    reject(Proposal.objects.get(), "It rings at a bakery.", by=vera)
    assert load_contacts(path).proposed == 0
    assert Proposal.objects.count() == 1


def test_a_row_that_left_the_file_stays_where_workers_stand_for_it(
    tmp_path: Path, vera: Worker
) -> None:
    load_contacts()
    verify_again(Contact.objects.get(slug=CANADA), checked(), seen_version=1, by=vera)
    text = DATA_FILE.read_text(encoding="utf-8")
    path = tmp_path / "contacts.toml"
    kept = [part for part in text.split("[[contact]]") if CANADA not in part]
    path.write_text("[[contact]]".join(kept), encoding="utf-8")
    assert load_contacts(path).removed == 0
    assert not Contact.objects.get(slug=CANADA).bundled
    assert offered(Contact.objects.get(slug=CANADA)) == ["1-833-900-1010"]


def test_every_row_comes_back_as_it_went_out() -> None:
    load_contacts()
    rows = {row.slug: row for row in read_contacts()}
    for contact in Contact.objects.prefetch_related("numbers"):
        assert plain_row(entry_of(contact), "test") == rows[contact.slug]
        assert plain_row(entry_of(rows[contact.slug]), "test") == rows[contact.slug]
        assert is_same(rows[contact.slug], contact)
