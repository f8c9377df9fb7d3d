"""`waymark setup` and `waymark recover`: a new installation, made whole or not at all."""

import argparse
import io
import re
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.running import ROOT, SECONDS, Installation
from tests.commands.test_questions import GOOD, write
from waymark.accounts.actions.invitations import accept_invitation
from waymark.accounts.models import Organisation, Worker
from waymark.accounts.roles import Role
from waymark.audit.models import Entry
from waymark.commands import bootstrap, recover, setup
from waymark.commands.console import PlainError
from waymark.contacts.models import Contact
from waymark.reports.models import RetentionRule
from waymark.vault import letters
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment
from waymark.web.models import Site

PASSWORD = "seven grey herons on the quay"
INVITATION = re.compile(r"/join/(?P<id>[0-9a-f-]{36})/\n +(?P<code>[0-9A-Z-]+)\n")


class Shown:
    """Remembers the recovery key that was shown."""

    def __init__(self) -> None:
        self.codes: list[str] = []

    def __call__(self, code: str) -> None:
        self.codes.append(code)


def join(text: str) -> dict[str, tuple[Worker, Keyring]]:
    """Answer every invitation of a set-up's last words."""
    joined = [
        accept_invitation(uuid.UUID(found["id"]), found["code"], PASSWORD)
        for found in INVITATION.finditer(text)
    ]
    return {worker.login: (worker, keyring) for worker, keyring in joined}


@pytest.mark.django_db
def test_everything_is_there_afterwards() -> None:
    shown = Shown()
    setup.make(GOOD, shown)
    assert len(shown.codes) == 1
    site = Site.objects.get()
    assert (site.organisation, site.emergency_number) == ("Harbour Project", "911")
    assert (site.country, site.checked_languages) == ("US", ["es"])
    organisation = Organisation.objects.get()
    assert organisation.time_zone == "America/Chicago"
    assert Compartment.objects.filter(owner=organisation.pk).count() == 3
    assert RetentionRule.objects.filter(organisation=organisation).exists()
    assert Contact.objects.exists()
    roles = {worker.login: worker.roles for worker in Worker.objects.all()}
    assert roles == {"pat": {Role.ADMINISTRATOR}, "sam": {Role.SUPERVISOR}}
    events = set(Entry.objects.values_list("event", flat=True))
    assert {"organisation:created", "recovery_key:created", "worker:invited"} <= events


@pytest.mark.django_db
def test_the_supervisor_opens_the_compartments_and_the_administrator_none() -> None:
    workers = join(setup.make(GOOD, Shown()))
    assert workers.keys() == {"pat", "sam"}
    assert len(workers["sam"][1].compartments) == 3
    assert not workers["pat"][1].compartments


@pytest.mark.django_db
def test_the_invitations_lead_to_the_staff_site() -> None:
    answers = {**GOOD, "staff_url": "https://staff.example.org"}
    text = setup.make(answers, Shown())
    assert text.count("https://staff.example.org/join/") == 2


@pytest.mark.django_db
def test_without_a_confirmed_recovery_key_nothing_is_made() -> None:
    def leave(code: str) -> None:
        raise PlainError("left")

    with pytest.raises(PlainError, match="left"):
        setup.make(GOOD, leave)
    assert not Organisation.objects.exists()
    assert not Worker.objects.exists()
    assert not Entry.objects.exists()
    assert not Site.objects.exists()


@pytest.mark.django_db
def test_a_second_set_up_is_refused() -> None:
    setup.make(GOOD, Shown())
    with pytest.raises(PlainError, match="set up already, for Harbour Project"):
        setup.refuse_twice()


def test_the_recovery_key_is_asked_until_its_end_is_right(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("AAAA\n\n34-5\n2345\n34 5g\n"))
    setup.confirm_in_terminal("ABCD-EF12-345G")
    said = capsys.readouterr().out
    assert said.count("ABCD-EF12-345G") == 1
    assert said.count("That is not its end") == 4


def test_leaving_while_the_recovery_key_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("AAAA\n"))
    with pytest.raises(PlainError, match="nothing was made"):
        setup.confirm_in_terminal("ABCD-EF12-345G")


@pytest.mark.parametrize("typed", ["", "y", "YES\n", " yes "])
def test_the_sites_start_when_asked_to(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed + "\n"))
    assert setup.wants_to_serve(asked=True)
    assert not setup.wants_to_serve(asked=False)


@pytest.mark.slow
def test_from_a_file_to_a_sound_installation(tmp_path: Path) -> None:
    one = Installation(tmp_path / "data")
    answers = write(tmp_path / "answers.toml", {k: v for k, v in GOOD.items() if v})
    done = one.run("setup", "--answers", answers, check=True)
    assert "Recovery key, shown this once: " in done.stdout
    assert len(INVITATION.findall(done.stdout)) == 2
    toml = (one.home / "waymark.toml").read_text()
    assert 'public_url = "https://help.example.org"' in toml
    assert 'trusted_proxies = "1"' in toml
    checked = one.run("check")
    assert checked.returncode == 0, checked.stdout
    assert "The audit log is whole" in one.run("audit", "verify", check=True).stdout
    assert "escalation: " in one.run("tick", check=True).stdout
    assert "set up already" in one.refused("setup", "--answers", answers)


@pytest.mark.slow
def test_a_person_at_the_terminal_who_leaves_and_comes_back(tmp_path: Path) -> None:
    one = Installation(tmp_path / "data")
    typed = "".join(f"{answer}\n" for answer in GOOD.values())
    left = subprocess.run(
        [sys.executable, "-m", "waymark", "setup"],
        cwd=ROOT,
        env=one.environment(),
        input=typed,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert left.returncode == 1
    assert "nothing was made" in left.stderr
    with closing(sqlite3.connect(one.home / "waymark.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM accounts_organisation").fetchone() == (0,)
    assert "nobody answers" in one.refused("setup")


class Recovering:
    """Runs `waymark recover` in this process, on the test's database."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch
        patch.setattr(bootstrap, "start_django", lambda: None)

    def __call__(self, login: str, code: str = "", *, invite: bool = False) -> int:
        self.patch.setattr(sys, "stdin", io.StringIO(code + "\n"))
        return recover.run(argparse.Namespace(login=login, invite=invite))


@pytest.fixture
def recovering(monkeypatch: pytest.MonkeyPatch) -> Recovering:
    return Recovering(monkeypatch)


@pytest.mark.django_db
def test_the_recovery_key_opens_what_nobody_else_can(recovering: Recovering) -> None:
    shown = Shown()
    sam, _ = join(setup.make(GOOD, shown))["sam"]
    assert sam.holder is not None
    sam.holder.memberships.all().delete()
    assert recovering("SAM", shown.codes[0].lower()) == 0
    assert sam.holder.memberships.count() == 3
    assert Entry.objects.filter(event="recovery_key:used").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("login", "change", "said"),
    [
        ("nobody", "", "There is no worker"),
        ("sam", "A", "has a mistake"),
        ("pat", "", "open no reports"),
    ],
)
def test_recovery_that_is_refused(
    recovering: Recovering, login: str, change: str, said: str
) -> None:
    shown = Shown()
    join(setup.make(GOOD, shown))
    with pytest.raises(PlainError, match=said):
        recovering(login, change + shown.codes[0])
    assert not Entry.objects.filter(event="recovery_key:used").exists()


@pytest.mark.django_db
def test_another_recovery_key_opens_nothing(recovering: Recovering) -> None:
    join(setup.make(GOOD, Shown()))
    with pytest.raises(PlainError, match="not the recovery key of this worker's organisation"):
        recovering("sam", letters.encode(bytes(32)))


@pytest.mark.django_db
def test_the_only_administrator_gets_in_again(
    recovering: Recovering, capsys: pytest.CaptureFixture[str]
) -> None:
    before, _ = join(setup.make(GOOD, Shown()))["pat"]
    assert recovering("pat", invite=True) == 0
    after, _ = join(capsys.readouterr().out)["pat"]
    assert after.pk == before.pk
    assert after.roles == {Role.ADMINISTRATOR}
    assert Entry.objects.get(event="worker:reset").actor == "system"


@pytest.mark.django_db
def test_the_only_supervisor_gets_in_again_and_opens_only_with_the_recovery_key(
    recovering: Recovering, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = Shown()
    join(setup.make(GOOD, shown))
    recovering("sam", invite=True)
    sam, keyring = join(capsys.readouterr().out)["sam"]
    assert not keyring.compartments
    assert sam.holder is not None
    recovering("sam", shown.codes[0])
    assert sam.holder.memberships.count() == 3
