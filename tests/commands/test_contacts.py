"""`waymark contacts`: packs out of one installation and into another, each a folder of its own."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.running import ROOT, Installation

PROGRAM = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "waymark.config.manage"
import django
django.setup()
from django.utils import timezone
from waymark.contacts.actions import load_contacts
from waymark.contacts.checking import expiry_of
from waymark.contacts.models import Contact
from waymark.web.actions import save_site
save_site(organisation={name!r}, country="US", emergency_number="911")
load_contacts()
today = timezone.localdate()
Contact.objects.update(date_seen=today, expires=expiry_of(today))
"""
KEY = re.compile(r"(?:[0-9A-Z]{4}-){13}[0-9A-Z]")


def found(installation: Installation, name: str) -> Installation:
    """Give an installation a name and the bundled contacts, as if they were checked today."""
    program = [sys.executable, "-c", PROGRAM.format(name=name)]
    subprocess.run(program, cwd=ROOT, env=installation.environment(), check=True)
    return installation


@pytest.fixture
def here(installation: Installation) -> Installation:
    return found(installation, "Riverside Coalition")


@pytest.fixture
def there(migrated: Path, tmp_path: Path) -> Installation:
    """Another organisation's: an own folder with an own key."""
    other = Installation(migrated).copy(tmp_path / "there")
    (other.home / "secrets" / "pack_key").unlink()
    return found(other, "Lakeside Legal Aid")


def key_of(installation: Installation) -> str:
    return installation.run("contacts", "key", check=True).stdout.strip()


def test_a_pack_goes_from_one_to_the_other(
    here: Installation, there: Installation, tmp_path: Path
) -> None:
    pack = tmp_path / "pack.json"
    there.run("contacts", "export", "--country", "us", pack, check=True)
    packed = json.loads(pack.read_bytes())["pack"]["contacts"]
    assert {one["contact"]["country"] for one in packed} == {"US"}
    key = key_of(there)
    assert KEY.fullmatch(key)
    assert key != key_of(here)

    said = here.refused("contacts", "import", pack)
    assert key in said
    assert "Lakeside Legal Aid" in said
    assert "Nobody's packs" in here.run("contacts", "signers", check=True).stdout
    here.run("contacts", "trust", "Lakeside", key, check=True)
    assert re.search(rf"Lakeside +trusted +{key}", here.run("contacts", "signers").stdout)

    dry = here.run("contacts", "import", "--dry-run", pack, check=True).stdout
    assert "us-national-human-trafficking-hotline" in dry
    assert "Nothing new." in dry
    assert "dry run: nothing was changed" in dry
    assert "Imported from Lakeside." in here.run("contacts", "import", pack, check=True).stdout
    assert "imported before" in here.run("contacts", "import", pack, check=True).stdout

    changed = bytearray(pack.read_bytes())
    changed[len(changed) // 2] ^= 1
    pack.write_bytes(bytes(changed))
    assert here.refused("contacts", "import", pack)

    here.run("contacts", "distrust", "Lakeside", check=True)
    assert "not trusted" in here.run("contacts", "signers").stdout
    assert "no signer Nobody" in here.refused("contacts", "distrust", "Nobody")


def test_loading_twice_says_so(here: Installation) -> None:
    said = here.run("contacts", "load", check=True).stdout
    assert said.startswith("0 added, 0 changed, 0 removed")


def test_an_older_installation_gets_its_key_and_no_other_secret(
    installation: Installation,
) -> None:
    secrets = installation.home / "secrets"
    (secrets / "pack_key").unlink()
    (secrets / "receipt_key").unlink()
    done = installation.run("contacts", "key", check=True)
    assert KEY.fullmatch(done.stdout.strip())
    assert "Restart" in done.stderr
    assert (secrets / "pack_key").stat().st_mode & 0o777 == 0o600
    assert not (secrets / "receipt_key").exists(), "a lost secret is not replaced in passing"
    assert key_of(installation) == done.stdout.strip()


def test_faults_are_one_sentence(here: Installation, tmp_path: Path) -> None:
    there_is = tmp_path / "there.json"
    there_is.write_text("{}")
    assert "exists already" in here.refused("contacts", "export", there_is)
    assert there_is.read_text() == "{}"
    assert "cannot be written" in here.refused("contacts", "export", tmp_path / "no" / "x.json")
    assert "cannot be read" in here.refused("contacts", "import", tmp_path / "absent.json")
    assert "no pack of contacts" in here.refused("contacts", "import", there_is)
    assert "no contact to put" in here.refused("contacts", "export", "--country", "ZZ", "x.json")
    assert "mistyped" in here.refused("contacts", "trust", "X", "ABCD")
