from pathlib import Path

import pytest

from waymark.contacts.actions import Loaded, load_contacts
from waymark.contacts.data_file import DATA_FILE
from waymark.contacts.models import Contact, ContactNumber
from waymark.contacts.table import DataFileError

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
