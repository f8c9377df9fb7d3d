"""One of everything three times: in Rosa's case, in another of Riverside's, and in Lakeside's."""

import uuid
from dataclasses import dataclass
from typing import Any

from tests.cases.htcds.making import table
from tests.cases.making import make_case, make_participant, make_person
from tests.cast import CASE_MANAGEMENT, HOTLINE, Cast
from tests.referrals.gate.samples import (
    make_samples,
    partners_rows,
    record_kinds,
    write_record,
)
from tests.referrals.making import FIRST, make_release
from waymark.accounts.models import Worker
from waymark.cases.exchange import drafts
from waymark.cases.models import Case, Participant, PersonMatch, today
from waymark.packs import actions
from waymark.packs.definitions import packs
from waymark.packs.periods import quarter
from waymark.referrals.models import ReleaseState

Ids = dict[str, Any]
FILE = table(("prs_FirstName", "prs_SecondName"), ("Rosa", "Quintero"))


@dataclass
class World:
    """Ids by the name of what they are of: ours, of a colleague's case, of the house next door."""

    cast: Cast
    ours: Ids
    sibling: Ids
    theirs: Ids

    def ids(self, whose: str) -> Ids:
        """Those of `ours`, `sibling`, `theirs`; of `nobody` there are none, so each is new."""
        if whose == "nobody":
            return {
                name: uuid.uuid4() if isinstance(pk, uuid.UUID) else 999_999
                for name, pk in self.ours.items()
            }
        found: Ids = getattr(self, whose)
        return found


def make_world(cast: Cast) -> World:
    """Everything, in Riverside twice and next door once."""
    samples = make_samples(cast)
    ours = {name: pks[0] for name, pks in samples.ids.items()}
    ours["other"], ours["lien"] = samples.ids["person"][1], samples.ids["participant"][1]
    rosa = Participant.objects.select_related("case", "person").get(pk=ours["participant"])
    carl, sara, lena = cast.carl_cases, cast.sara_supervisor, cast.lena_lakeside
    ours |= {**_releases(rosa), **_house(cast, carl), **_tables(cast, sara)}
    ours |= {"worker": sara.pk, "colleague": carl.pk, "hotline": cast.ana_hotline.pk}
    ours |= {"neighbour": cast.lakeside.pk}
    ours |= {"next_door": cast.compartment(cast.lakeside, CASE_MANAGEMENT).pk}
    Case.objects.get(pk=ours["case"]).team.create(worker=sara)
    sibling = _everything(cast, carl) | {"worker": carl.pk, "importdraft": _file(cast, sara)}
    sibling |= _partners(cast)
    theirs = _everything(cast, lena) | {**_house(cast, lena), **_tables(cast, lena)}
    theirs |= {"worker": lena.pk, "colleague": lena.pk, "hotline": cast.luis_lakeside.pk}
    return World(cast, ours, sibling, theirs)


def _house(cast: Cast, worker: Worker) -> Ids:
    """What belongs to an organisation, and a file that a worker of it brought."""
    house = worker.organisation
    circles = {name: cast.compartment(house, name).pk for name in (CASE_MANAGEMENT, HOTLINE)}
    found = {"compartment": circles[CASE_MANAGEMENT], "circle": circles[HOTLINE]}
    return found | {"organisation": house.pk, "importdraft": _file(cast, worker)}


def _file(cast: Cast, worker: Worker) -> Any:
    return drafts.keep_draft(FILE, "a.xlsx", by=worker, keyring=cast.keyring(worker)).pk


def _partners(cast: Cast) -> Ids:
    """What a partner sent to Riverside; Lakeside has such a partner, too."""
    circle = cast.compartment(cast.riverside, CASE_MANAGEMENT)
    rows = partners_rows(circle, cast.riverside)
    return {str(row._meta.model_name): row.pk for row in rows}


def _tables(cast: Cast, worker: Worker) -> Ids:
    """A run of tables that has only begun."""
    period = quarter(today().year - 1, 2)
    run = actions.start(packs()["otip"], period, by=worker, keyring=cast.keyring(worker))
    return {"begun": run.pk}


def _releases(about: Participant) -> Ids:
    draft = make_release(about, [FIRST], state=ReleaseState.DRAFT)
    signed = make_release(about, [FIRST], state=ReleaseState.SIGNED)
    return {"draft": draft.pk, "signed": signed.pk}


def _everything(cast: Cast, by: Worker) -> Ids:
    """A case of a worker, with two people in it and a record of each kind."""
    case = make_case(cast, by)
    one, two = (make_participant(case, make_person(case)) for _ in range(2))
    match = PersonMatch.objects.create(
        one=one.person, other=two.person, decision="kept_apart", decided_by=by
    )
    release = make_release(one, [FIRST])
    links: Ids = {"case": case, "participant": one, "one": one, "other": two, "release": release}
    links |= {"worker": cast.ana_hotline, "assignee": by}
    found: Ids = {"case": case.pk, "person": one.person_id, "other": two.person_id}
    found |= {"participant": one.pk, "lien": two.pk, "personmatch": match.pk}
    found |= {"release": release.pk, **_releases(one)}
    for model in record_kinds():
        found[model.__name__.lower()] = write_record(model, links).pk
    return found
