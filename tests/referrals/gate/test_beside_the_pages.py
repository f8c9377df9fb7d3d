"""Commands, mails and other rooms: nothing there opens a person's record and sends it on."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.core.mail import EmailMessage

import waymark
from tests.cast import Cast
from tests.referrals.gate.opened import watch
from tests.referrals.gate.samples import SECRET, Samples, make_samples
from waymark.accounts.models import Worker
from waymark.cases.caseload import reminders
from waymark.referrals.referring import escalation
from waymark.reports import notices

PACKAGE = Path(waymark.__file__).parent
ROOMS = ("cases", "referrals", "packs")
# Who outside the rooms may name them, and why that lets nothing out.
NAMES_THEM = {
    "config/base.py": "the list of rooms",
    "config/staff_urls.py": "addresses, each of which is walked",
    "config/public_urls.py": "addresses, each of which is walked",
    "commands/content.py": "reads the lists of services and terms, and no record",
}
# Who sends mail. Each composes its text from counts and a link; a test looks at it.
SENDS_MAIL: dict[str, Callable[[Worker], EmailMessage]] = {
    "reports/notices.py": notices.compose,
    "cases/caseload/reminders.py": reminders.compose,
    "referrals/referring/escalation.py": escalation.compose,
}
# Greets the mail server to see that it answers, and sends nothing.
ASKS_THE_SERVER = {"commands/checks.py"}
MAIL = frozenset(
    {"EmailMessage", "EmailMultiAlternatives", "send_mail", "get_connection", "smtplib"}
)
NETWORK = frozenset({"requests", "httpx", "urllib3", "ftplib", "paramiko", "boto3"})


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if "/migrations/" not in name:
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    """What each module names, by its place in the package."""
    return {name: set(_imports(tree)) for name, tree in _modules()}


def _of(names: set[str], rooms: tuple[str, ...]) -> bool:
    heads = tuple(f"waymark.{room}" for room in rooms)
    return any(name.startswith(heads) for name in names)


def test_no_other_room_and_no_command_names_records_of_people(
    imports: dict[str, set[str]],
) -> None:
    outside = {name for name in imports if name.split("/")[0] not in {*ROOMS, "demo"}}
    assert {name for name in outside if _of(imports[name], ROOMS)} <= set(NAMES_THEM)


def test_mail_is_sent_from_known_places_only(imports: dict[str, set[str]]) -> None:
    sends = {
        name
        for name, names in imports.items()
        if any(part in MAIL for each in names for part in each.split("."))
    }
    assert sends - ASKS_THE_SERVER == set(SENDS_MAIL)


def test_no_room_of_records_speaks_to_other_computers(imports: dict[str, set[str]]) -> None:
    for name, names in imports.items():
        if name.split("/")[0] in ROOMS:
            heads = {each.split(".")[0] for each in names}
            assert not heads & NETWORK, name
            assert not {"urllib.request", "http.client", "socket"} & names, name


@pytest.fixture
def samples(cast: Cast) -> Samples:
    """One of everything in a case of Riverside."""
    return make_samples(cast)


@pytest.mark.parametrize("sender", SENDS_MAIL)
def test_a_mail_opens_no_record_and_names_nobody(
    samples: Samples, monkeypatch: pytest.MonkeyPatch, sender: str
) -> None:
    worker = samples.cast.sara_supervisor
    worker.email = "sara@example.org"
    with watch(monkeypatch) as opened:
        mail = SENDS_MAIL[sender](worker)
    text = "\n".join(str(part) for part in (mail.subject, mail.body, mail.extra_headers))
    assert not opened
    assert not mail.attachments
    assert SECRET not in text
    ids = [pk for pks in samples.ids.values() for pk in pks if isinstance(pk, UUID)]
    assert not any(str(pk) in text for pk in ids)
