"""What somebody needs to try the demonstration: kept in its data folder, since nothing is real."""

import json
import os
import time
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pyotp
from django.conf import settings

CODE_SECONDS = 30


@dataclass(frozen=True)
class SignIn:
    """One worker's sign-in name, and who they are."""

    login: str
    name: str
    role: str
    organisation: str


@dataclass(frozen=True)
class Receipt:
    """A report's code that can be tried on the public site, and what it opens."""

    receipt: str
    about: str


@dataclass(frozen=True)
class PartnerKey:
    """An organisation elsewhere that reads the partner tier of the directory, and its key."""

    name: str
    key: str


@dataclass(frozen=True)
class CaseCodes:
    """What the sites show once: the code of somebody who was referred, and a sealed file's link.

    `link` is the part after `/file/`, `link_code` what opens the file. `partner_key` is what the
    computer of an organisation elsewhere sends referrals with.
    """

    person_code: str
    link: str
    link_code: str
    partner_key: str


class Outdated(Exception):
    """The facts were written by an earlier version, so the demonstration lacks what came since."""


@dataclass(frozen=True)
class Facts:
    """Sign-ins with one password and one code generator for all, receipts, recovery codes.

    `organisation` is the id of one of its organisations, by which its database is known.
    """

    organisation: str
    password: str
    totp_secret: str
    sign_ins: tuple[SignIn, ...]
    receipts: tuple[Receipt, ...]
    recovery_codes: dict[str, str]
    partner: PartnerKey
    cases: CaseCodes


def path() -> Path:
    """Where the facts are kept."""
    return Path(settings.WAYMARK_HOME) / "demonstration.json"


def read() -> Facts | None:
    """The facts of a demonstration that was loaded before. Raises Outdated."""
    try:
        values = json.loads(path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    if values.keys() != names_of(Facts) or values["cases"].keys() != names_of(CaseCodes):
        raise Outdated
    values["sign_ins"] = tuple(SignIn(**row) for row in values["sign_ins"])
    values["receipts"] = tuple(Receipt(**row) for row in values["receipts"])
    values["partner"] = PartnerKey(**values["partner"])
    values["cases"] = CaseCodes(**values["cases"])
    return Facts(**values)


def names_of(kind: type[Facts | CaseCodes]) -> set[str]:
    """What a file of this version says."""
    return {field.name for field in fields(kind)}


def write(facts: Facts) -> None:
    """Keep the facts, readable by their owner only; an earlier file is replaced."""
    draft = path().with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(facts), file, ensure_ascii=False, indent=1)
    draft.replace(path())


def current_code(secret: str) -> tuple[str, int]:
    """The code that the generator shows now, and for how many more seconds."""
    now = time.time()
    return pyotp.TOTP(secret).at(now), CODE_SECONDS - int(now) % CODE_SECONDS
