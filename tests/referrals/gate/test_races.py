"""A withdrawal comes before something leaves, or after: never between."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from tests import scripts
from tests.cases.making import make_case, make_participant
from tests.cast import Cast
from tests.referrals.making import ask, make_release
from waymark.audit.models import Entry
from waymark.referrals.consent.actions.ending import withdraw
from waymark.referrals.gate import Refused, leaving
from waymark.referrals.models import Release

SECONDS = 20  # a busy machine is no fault
HALF_A_SECOND = 0.5


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="threads share SQLite's test database"
)
@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_waits_for_what_is_leaving(cast: Cast) -> None:
    rosa = make_participant(make_case(cast))
    release = make_release(rosa)
    inside, tried = threading.Event(), threading.Event()

    def take_back() -> None:
        try:
            assert inside.wait(SECONDS)
            tried.set()
            withdraw(Release.objects.select_related("case").get(pk=release.pk), by=cast.carl_cases)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        taken_back = pool.submit(take_back)
        with leaving(ask(rosa), by=cast.carl_cases, keyring=cast.keyring(cast.carl_cases)):
            inside.set()
            assert tried.wait(SECONDS)
            with pytest.raises(TimeoutError):
                taken_back.result(HALF_A_SECOND)
        taken_back.result(SECONDS)
    events = Entry.objects.order_by("seq").values_list("event", flat=True)
    assert list(events)[-2:] == ["data:left", "release:withdrawn"]
    with (
        pytest.raises(Refused),
        leaving(ask(rosa), by=cast.carl_cases, keyring=cast.keyring(cast.carl_cases)),
    ):
        raise AssertionError("it left after it was taken back")


ASK = """
import sys, uuid
from tests.referrals.making import ask
from tests.cast import PASSWORD
from waymark.accounts.models import Worker
from waymark.audit.models import Entry
from waymark.cases.models import Participant
from waymark.referrals.consent.actions.ending import withdraw
from waymark.referrals.gate import Refused, leaving
from waymark.referrals.models import Release
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import pair_from_private
carl = Worker.objects.select_related("holder").get(login="carl_cases")
def keyring():
    return Keyring(carl.holder, pair_from_private(bytes.fromhex(sys.argv[1])))
release = Release.objects.select_related("case").get()
rosa = Participant.objects.get()
"""
LEAVE = (
    ASK
    + """
with leaving(ask(rosa), by=carl, keyring=keyring()) as departure:
    print("inside", flush=True)
    sys.stdin.readline()
print(dict(departure.values))
"""
)
WITHDRAW = (
    ASK
    + """
print("begun", flush=True)
withdraw(release, by=carl)
print(*Entry.objects.order_by("seq").values_list("event", flat=True)[Entry.objects.count() - 2:])
try:
    with leaving(ask(rosa), by=carl, keyring=keyring()):
        print("it left")
except Refused as refusal:
    print(refusal.why.value)
"""
)
MAKE = (
    scripts.MIGRATE
    + """
from waymark.vault import passwords
passwords.STRETCH_PASSES, passwords.STRETCH_BYTES = 1, 8192
from tests.cast import make_cast
from tests.cases.making import make_case, make_participant
from tests.referrals.making import make_release
cast = make_cast()
make_release(make_participant(make_case(cast)))
print(cast.keyring(cast.carl_cases).pair.private.hex())
"""
)


@pytest.mark.slow
def test_on_one_sqlite_file_too(tmp_path: Path) -> None:
    key = scripts.run(tmp_path, MAKE).split()[-1]
    going = scripts.start(tmp_path, LEAVE, key)
    assert going.stdout
    assert going.stdout.readline() == "inside\n"
    back = scripts.start(tmp_path, WITHDRAW, key)
    assert back.stdout
    assert back.stdout.readline() == "begun\n"
    left, _ = going.communicate("go\n", timeout=SECONDS)
    assert "Rosa" in left
    assert scripts.finish(back).splitlines() == ["data:left release:withdrawn", "no_release"]
