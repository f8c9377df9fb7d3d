"""One row of each kind of record of Rosa's case, so that every address leads to something."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from tests.cases.making import NAMES, answered, make_case, make_participant, make_person
from tests.cast import CASE_MANAGEMENT, Cast
from tests.referrals.gate.routes import Route
from tests.referrals.making import make_release
from waymark.accounts.models import Organisation
from waymark.cases.answers import Answer
from waymark.cases.models import CaseRecord, Participant, PersonMatch, today
from waymark.cases.records import seal_new, write_new
from waymark.packs import actions
from waymark.packs.definitions import packs
from waymark.packs.models import PackRun
from waymark.packs.periods import quarter
from waymark.packs.working import work
from waymark.referrals.models import (
    Packet,
    PartnerKey,
    PartnerNote,
    PartnerReferral,
    Referral,
    ReferralDesk,
    Release,
)
from waymark.referrals.partners.content import Consent, Sent
from waymark.referrals.partners.keys import drawn
from waymark.vault.models import Compartment

SECRET = "zebrafish"  # stands in every sealed column, and in no page's own words
# What may stand in an address where a word does, by the parameter's name; one that fits will do.
WORDS = {
    "kind": ("assessment",),
    "record": ("identity",),
    "whose": ("mine",),
    "part": ("all", "open"),
    "step": ("change", "activate", "follow_up", "reopen", "accept", "end", "adviser"),
    "token": ("x",),
    "table": ("all",),
    "label": ("cases.assessment",),
    "pk": ("x",),
    "path": ("x",),
}


@dataclass
class Samples:
    """Ids by the model's name in lower case, such as `note` or `safetyplan`."""

    cast: Cast
    ids: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, row: models.Model) -> None:
        """Know a row."""
        self.ids.setdefault(type(row).__name__.lower(), []).append(row.pk)

    def addresses(self, route: Route) -> Iterator[dict[str, Any]]:
        """What its parameters may be, the likeliest first."""
        choices = [self._candidates(name, kind) for name, kind in route.converters.items()]
        for values in product(*choices):
            yield dict(zip(route.converters, values, strict=True))

    def _candidates(self, name: str, kind: str) -> list[Any]:
        if kind == "IntConverter":
            return [1, 0, *self.ids["personmatch"]]
        if kind != "UUIDConverter":
            return list(WORDS[name])
        named = name.removesuffix("_id").replace("_", "")
        aliases = {"file": "casefile", "event": "historicevent", "other": "person"}
        aliases |= {"request": "rightsrequest", "demand": "disclosure", "hold": "legalhold"}
        aliases["record"] = "assessment"  # as the word for a kind above
        aliases["run"] = "packrun"
        likely = self.ids.get(aliases.get(named, named), [])
        if named == "other":
            return likely[::-1]
        return likely or [pk for pks in self.ids.values() for pk in pks if isinstance(pk, UUID)]


def make_samples(cast: Cast) -> Samples:
    """Rosa's case of Riverside with one of everything."""
    found = Samples(cast)
    case = make_case(cast, title=SECRET)
    rosa = make_participant(case, make_person(case, **{**NAMES, "prs_SecondName": SECRET}))
    lien = make_participant(case, make_person(case, prs_FirstName=SECRET), role="other")
    release = make_release(rosa, ["identity.prs_SecondName", "participant.role"], to=cast.lakeside)
    match = PersonMatch.objects.create(
        one=rosa.person, other=lien.person, decision="kept_apart", decided_by=cast.carl_cases
    )
    for row in (case, rosa.person, lien.person, rosa, lien, release, cast.sara_supervisor, match):
        found.add(row)
    links: dict[str, Any] = {"case": case, "participant": rosa, "one": rosa, "other": lien}
    links |= {"release": release, "worker": cast.ana_hotline, "assignee": cast.sara_supervisor}
    for model in record_kinds():
        found.add(write_record(model, links))
    _packet(found, cast)
    for each in partners_rows(cast.compartment(cast.lakeside, CASE_MANAGEMENT), cast.lakeside):
        found.add(each)
    found.add(_tables(cast))
    return found


def record_kinds() -> list[type[CaseRecord]]:
    """Every kind of record of a case, without those that are made by hand."""
    done = {Participant, Release}
    todo, found = [CaseRecord], []
    while todo:
        for model in todo.pop().__subclasses__():
            todo.append(model)
            if not model._meta.abstract and model not in done:
                found.append(model)
    return sorted(found, key=lambda model: model.__name__)


def write_record(model: type[CaseRecord], links: dict[str, Any]) -> CaseRecord:
    """A record of a kind, about whom and what `links` says."""
    values: dict[str, Any] = {}
    for column in model._meta.fields:
        if column.name in links:
            values[column.name] = links[column.name]
        elif isinstance(column, models.DateField) and not column.null and not column.has_default():
            values[column.name] = today()
    row = model(**values)
    content = answered({"text": SECRET, "what": SECRET, "name": "letter.pdf"})
    write_new(row, {**content, "covers": [], "receiver_name": ""})
    return row


def _tables(cast: Cast) -> PackRun:
    """Tables of last year that are ready; Sara's."""
    sara = cast.sara_supervisor
    keyring, period = cast.keyring(sara), quarter(today().year - 1, 1)
    run = actions.start(packs()["otip"], period, by=sara, keyring=keyring)
    work(run, by=sara, keyring=keyring)
    return run


def _packet(found: Samples, cast: Cast) -> None:
    """The referral goes to Lakeside, with a packet that its circle opens."""
    referral = Referral.objects.get(pk=found.ids["referral"][0])
    referral.to_organisation = cast.lakeside
    referral.answer_due_at = timezone.now() + timedelta(days=2)
    referral.save()
    circle = cast.compartment(cast.lakeside, CASE_MANAGEMENT)
    ReferralDesk.objects.create(organisation=cast.lakeside, compartment=circle)
    packet = Packet(referral=referral)
    seal_new(packet, {"fields": {}}, [circle, referral.case.compartment])
    packet.save(force_insert=True)
    found.add(packet)


def partners_rows(circle: Compartment, house: Organisation) -> list[models.Model]:
    """A partner's key, a referral that it sent to a house, and the desk's note on that."""
    _text, read = drawn()
    key = PartnerKey.objects.create(
        organisation=house,
        name="Harbour House",
        purpose="housing",
        lookup=read.lookup,
        public_key=read.pair.public,
    )
    day, last = today(), today() + timedelta(days=90)
    covers = ("identity.prs_FirstName",)
    said = ("housing", day.isoformat(), "person", "signed", "eng", last.isoformat(), covers)
    sent = Sent("Other", SECRET, {covers[0]: Answer(SECRET)}, Consent(*said))
    numbers = {"idempotency": read.lookup, "body_hash": read.lookup}
    referral = PartnerReferral(partner=key, organisation=house, expires_on=last, **numbers)
    seal_new(referral, sent.as_content(), [circle])
    referral.save(force_insert=True)
    note = PartnerNote(referral=referral)
    seal_new(note, answered({"text": SECRET}), [circle])
    note.save(force_insert=True)
    return [key, referral, note]
