"""What a thief gets: the public site's secrets, or the whole disk. Shown by trying."""

import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

from benchmarks.installation import PASSWORD
from benchmarks.intake import RECEIPT, WORDS, Connection, prepared_bodies
from benchmarks.site import PublicSite
from waymark.vault import primitives
from waymark.vault.passwords import stretch_password
from waymark.vault.primitives import CannotOpen

pytestmark = pytest.mark.slow
# Table, its id column, and the sealed column; the contract's id follows from table and column.
SEALED = (
    ("reports_report", "id", "content"),
    ("vault_wrappeddatakey", "id", "sealed_key"),
    ("vault_membership", "id", "sealed_private"),
    ("vault_passwordlock", "holder_id", "sealed_private"),
    ("vault_compartmentkey", "id", "sealed_for_recovery"),
)


@dataclass(frozen=True)
class Ciphertext:
    """A stolen ciphertext and the place it belongs to: the thief has the source code."""

    place: bytes
    sealed: bytes


@pytest.fixture
def robbed(public_site: PublicSite) -> PublicSite:
    """A site that took three reports and then lost its disk to a thief."""
    bodies = prepared_bodies(public_site.address, public_site.form_path, 3)
    with Connection(public_site.address) as connection:
        for body in bodies:
            _, page = connection.request("POST", public_site.form_path, body)
            assert RECEIPT.search(page)
    public_site.stop()
    return public_site


def everything_on_disk(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def ciphertexts(home: Path) -> list[Ciphertext]:
    found = []
    with closing(sqlite3.connect(home / "waymark.sqlite3")) as database:
        database.row_factory = sqlite3.Row
        for table, key, column in SEALED:
            for row in database.execute(f"SELECT * FROM {table}"):  # noqa: S608  constants above
                place = f"{table.replace('_', '.', 1)}.{column}:{uuid.UUID(row[key])}"
                if table == "vault_wrappeddatakey":
                    place += f"/{uuid.UUID(row['envelope_id'])}"
                found.append(Ciphertext(place.encode(), bytes(row[column])))
    return found


def candidate_keys(home: Path) -> set[bytes]:
    """Every 32 bytes that a thief could take for a key: secrets, and all short blobs and texts."""
    found: set[bytes] = set()
    for path in (home / "secrets").iterdir():
        text = path.read_bytes().strip()
        found |= {text[:32], text[-32:], bytes.fromhex(text.decode())}
    with closing(sqlite3.connect(home / "waymark.sqlite3")) as database:
        names = [
            row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        for name in names:
            for row in database.execute(f'SELECT * FROM "{name}"'):  # noqa: S608  the schema's names
                found |= {
                    bytes(cell) for cell in row if isinstance(cell, bytes) and len(cell) == 32
                }
    return found


def opens(key: bytes, stolen: Ciphertext) -> bool:
    attempts: tuple[Callable[[], bytes], ...] = (
        lambda: primitives.aead_open(key, stolen.sealed, stolen.place),
        lambda: primitives.box_open(primitives.pair_from_private(key), stolen.sealed, stolen.place),
        lambda: primitives.box_open(primitives.pair_from_seed(key), stolen.sealed, stolen.place),
    )
    for attempt in attempts:
        try:
            attempt()
        except CannotOpen:
            continue
        return True
    return False


def test_the_disk_holds_no_word_and_no_key(robbed: PublicSite) -> None:
    home = robbed.folder / "home"
    disk = everything_on_disk(home)
    assert WORDS.encode() not in disk
    assert b"cannot leave" not in disk
    sealed = ciphertexts(home)
    keys = candidate_keys(home)
    assert len(sealed) >= 3 + 3 * 2 + 3
    assert len(keys) >= 5
    assert not [key for key, text in product(keys, sealed) if opens(key, text)]


def test_the_attempt_would_notice_the_right_key(robbed: PublicSite) -> None:
    """With the one thing that is not on the disk, the worker's password, the same attempt opens."""
    stolen = [c for c in ciphertexts(robbed.folder / "home") if b"passwordlock" in c.place]
    with closing(sqlite3.connect(robbed.folder / "home" / "waymark.sqlite3")) as database:
        salt, passes, memory = database.execute(
            "SELECT salt, passes, memory FROM vault_passwordlock"
        ).fetchone()
    stretched = stretch_password(PASSWORD, bytes(salt), passes=passes, memory=memory)
    assert opens(stretched.key, stolen[0])
    assert not opens(stretched.verifier, stolen[0])


def test_the_public_process_cannot_open_what_it_sealed(robbed: PublicSite) -> None:
    """Run the thief's code inside the public site's own settings, with all it can read."""
    attempt = """
import django
django.setup()
from django.conf import settings
from waymark.reports.models import Report
from waymark.vault.models import CompartmentKey, Holder, Membership, WrappedDataKey
from waymark.vault.passwords import stretch_password
from waymark.vault.primitives import CannotOpen, pair_from_private, pair_from_seed
from waymark.vault.records import unwrap
secrets = [settings.RECEIPT_KEY, settings.SECRET_KEY.encode()[:32]]
secrets += [bytes(value) for model in (CompartmentKey, Holder)
            for value in model.objects.values_list("public_key", flat=True)]
opened = tried = 0
for row in WrappedDataKey.objects.all():
    for secret in secrets:
        for make in (pair_from_private, pair_from_seed):
            tried += 1
            try:
                unwrap(row, make(secret))
                opened += 1
            except CannotOpen:
                pass
assert not hasattr(settings, "STAFF_SECRET")
print(Report.objects.count(), tried, opened)
"""
    environment = {
        name: value
        for name, value in robbed.environment.items()
        if not name.startswith("WAYMARK_STAFF")
    } | {"DJANGO_SETTINGS_MODULE": "waymark.config.public"}
    staff_secret = robbed.folder / "home" / "secrets" / "staff_secret"
    staff_secret.unlink()
    done = subprocess.run(
        [sys.executable, "-c", attempt],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    reports, tried, opened = map(int, done.stdout.split())
    assert (reports, opened) == (3, 0)
    assert tried >= 3 * 2 * 2 * 2
