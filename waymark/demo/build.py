"""Loads the demonstration once, and from then on tells what there is to try."""

import fcntl
import os
import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import pyotp
from django.db import connection, transaction
from django.utils import timezone

from waymark.accounts.models import Organisation
from waymark.accounts.roles import Role
from waymark.contacts.actions import load_contacts
from waymark.demo import clock, facts
from waymark.demo.cases.play import happenings, rehearsing
from waymark.demo.cases.world import World
from waymark.demo.coalition import found
from waymark.demo.directory.deeds import Deeds, Happening, add_partner
from waymark.demo.directory.fill import draw, fill, index
from waymark.demo.facts import CaseCodes, Facts, PartnerKey, Receipt
from waymark.demo.lessons import count_lessons
from waymark.demo.lines import proposed
from waymark.demo.packs import count_packs
from waymark.demo.play import Play, moments
from waymark.demo.script import read_ago, read_stories, read_table
from waymark.directory import gazetteer
from waymark.vault import letters

FOUNDED = read_ago("200d")
DIRECTORY_SINCE = read_ago("30d")
FIRST = "ana_hotline"
PASSWORD_BYTES = 10
# The reports that are worth opening on the public site, and what is seen there.
WORTH_TRYING = {
    "en-staying": "English: answered, and the reporter wrote again",
    "en-nanny": "English: an answer that the reporter has not read yet",
    "es-huerto": "Spanish: a conversation",
    "vi-trong-nha": "Vietnamese: urgent",
    "ar-delivery": "Arabic: an answer that the reporter has not read yet",
}


class SomethingElseHere(Exception):
    """The database holds organisations that this demonstration did not make."""


def require_own_database() -> None:
    """Raise SomethingElseHere for a database that is not ours; it may lack tables still."""
    tables = connection.introspection.table_names()
    known = facts.read()
    if Organisation._meta.db_table not in tables or not Organisation.objects.exists():
        return
    if known is None or not Organisation.objects.filter(pk=known.organisation).exists():
        raise SomethingElseHere


@transaction.atomic
def build() -> Facts:
    """Load the demonstration, unless it is there already; the tables must be up to date.

    Either all of it is written or nothing, and of two that start at once one waits and finds it
    there. Raises SomethingElseHere, Outdated.
    """
    require_own_database()
    known = facts.read()
    if known and Organisation.objects.exists():
        return known
    with rehearsing():
        return _build()


@contextmanager
def alone() -> Iterator[None]:
    """Wait for another process that loads the same, longer than a busy database lets one wait."""
    path = facts.path().with_suffix(".lock")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _let_happen(happenings: Iterable[Happening]) -> None:
    """In order of time; what stands first in the files comes first at equal times."""
    for happening in sorted(happenings, key=lambda each: each.at):
        with clock.at(happening.at):
            happening.do()


def _build() -> Facts:
    now = timezone.now()
    password = letters.encode(secrets.token_bytes(PASSWORD_BYTES)).lower()
    totp_secret = pyotp.random_base32()
    with ThreadPoolExecutor(1) as pool:
        # Takes some seconds in a process of its own, and is needed as soon as something is indexed.
        gazetteer_file = pool.submit(gazetteer.prepare)
        with clock.at(now - FOUNDED):
            coalition = found(password, totp_secret)
        play = Play(coalition, read_table("coalition")["situation"])
        world = World.of(coalition, play)
        in_cases = list(happenings(world, now))
        _let_happen(each for each in in_cases if each.at < now - DIRECTORY_SINCE)
        with clock.at(now - DIRECTORY_SINCE):
            partner = add_partner(coalition)
            sheet = draw(coalition.organisations, coalition.everybody(Role.DIRECTORY_EDITOR), now)
            fill(sheet)
    gazetteer_file.result()
    load_contacts()
    later = [each for each in in_cases if each.at >= now - DIRECTORY_SINCE]
    later += [
        Happening(moment.at, partial(play.perform, moment))
        for moment in moments(read_stories(), now)
    ]
    later += Deeds(sheet, coalition).happenings()
    later.append(proposed(coalition, now))
    _let_happen(later)
    index(sheet)
    count_lessons(now)
    count_packs(coalition)
    made = Facts(
        organisation=str(coalition.members[FIRST].worker.organisation_id),
        password=password,
        totp_secret=totp_secret,
        sign_ins=coalition.sign_ins(),
        receipts=tuple(Receipt(play.receipts[key], about) for key, about in WORTH_TRYING.items()),
        recovery_codes=coalition.recovery_codes,
        partner=PartnerKey(*partner),
        cases=CaseCodes(**world.told),
    )
    # Last, so that a fault leaves neither rows nor facts, or facts that the next run replaces.
    facts.write(made)
    return made
