"""Find people by what is known of them, however it is spelt, and tell why they were found."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from waymark.accounts.models import Worker
from waymark.cases.answers import Answers, answers_from_json
from waymark.cases.fields.showing import day_in_words
from waymark.cases.matching.candidates import MOST_OPENED, Candidate, find_candidates
from waymark.cases.matching.identity import Identity
from waymark.cases.matching.reasons import Reason
from waymark.cases.matching.scoring import compare
from waymark.cases.matching.tokens import query_tokens
from waymark.cases.models import Case, CaseState, Participant, Person
from waymark.cases.names import case_name, person_name
from waymark.cases.queries.visible import cases_visible_to, people_visible_to
from waymark.cases.records import read_many
from waymark.reports.names import ids_of
from waymark.vault import blind
from waymark.vault.keyring import Keyring

MOST_FOUND = 20
KEY_SIGNS = frozenset({Reason.PHONE_SAME, Reason.NUMBER_SAME, Reason.BIRTH_SAME})
Meant = tuple[Person, Sequence[Reason]]
NO_NAME = frozenset({Reason.NAME_OTHER, Reason.NAME_UNKNOWN})


@dataclass(frozen=True)
class Found:
    """Somebody, opened for the worker who asked. Their place in the list is all the rank."""

    person: Person
    name: str
    called: str = field(repr=False)
    born: str = field(repr=False)
    reasons: tuple[Reason, ...] = ()
    cases: tuple[Case, ...] = ()

    @property
    def case_links(self) -> list[tuple[UUID, str]]:
        """The cases that the worker may open: ids and short names."""
        return [(case.pk, case_name(case)) for case in self.cases]


def identity_of(answers: Answers, worker: Worker) -> Identity:
    """What the matching compares."""
    return Identity.of(answers, region=worker.organisation.country)


def standing_people(worker: Worker) -> QuerySet[Person]:
    """Those whom the worker may open, each once however many rows were merged."""
    return people_visible_to(worker).filter(merged_into=None).select_related("envelope")


def find(worker: Worker, keyring: Keyring, identity: Identity) -> list[Found]:
    """Up to MOST_FOUND people who may be meant, the likeliest first.

    A name needs to agree at least in part; without a name a phone, number or birth date does.
    """
    shared = blind.candidates(query_tokens(identity), by=keyring, most=MOST_OPENED)
    opened = open_people(worker, keyring, shared)
    compared = [(row, compare(identity, one)) for row, one in opened.values()]
    worth = [pair for pair in compared if _is_meant(identity, pair[1].reasons)]
    best = sorted(worth, key=lambda pair: -pair[1].rank)
    ordered = _each_once((row.standing, comparison.reasons) for row, comparison in best)
    return founds(worker, keyring, ordered[:MOST_FOUND])


def _each_once(ordered: Iterable[Meant]) -> list[Meant]:
    """Each person once, where they are first: several of their rows may have been found."""
    once: dict[UUID, Meant] = {}
    for person, reasons in ordered:
        once.setdefault(person.pk, (person, reasons))
    return list(once.values())


def _is_meant(identity: Identity, reasons: Sequence[Reason]) -> bool:
    if set(reasons) & KEY_SIGNS:
        return True
    return bool(identity.names) and reasons[0] not in NO_NAME


def by_short_name(worker: Worker, keyring: Keyring, name: str) -> list[Found] | None:
    """The person of a pseudonym, or the people of a case's short name; None for other text."""
    if between := ids_of(name, "P"):
        rows = Q(pk__range=between)
    elif between := ids_of(name, "C"):
        cases = cases_visible_to(worker).filter(pk__range=between)
        rows = Q(participants__case__in=cases) | Q(merged_rows__participants__case__in=cases)
    else:
        return None
    people = standing_people(worker).filter(rows).distinct().order_by("created_at", "pk")
    return founds(worker, keyring, [(person, ()) for person in people[:MOST_FOUND]])


def candidates_for(
    worker: Worker,
    keyring: Keyring,
    identity: Identity,
    *,
    leave_out: Collection[UUID] = (),
) -> list[Candidate]:
    """Those who may be this person already. `leave_out`: envelopes of those who are not."""

    def open_identities(envelopes: Sequence[UUID]) -> Mapping[UUID, Identity]:
        return {pk: one for pk, (_, one) in open_people(worker, keyring, envelopes).items()}

    return find_candidates(
        identity, by=keyring, open_identities=open_identities, leave_out=leave_out
    )


def found_candidates(
    worker: Worker, keyring: Keyring, candidates: Iterable[Candidate]
) -> list[Found]:
    """Candidates as the page shows them."""
    reasons = {each.envelope_id: each.comparison.reasons for each in candidates}
    rows = {row.envelope_id: row.standing for row in _rows(worker, reasons)}
    ordered = ((rows[pk], reasons[pk]) for pk in reasons if pk in rows)
    return founds(worker, keyring, _each_once(ordered))


def open_people(
    worker: Worker, keyring: Keyring, envelopes: Iterable[UUID]
) -> dict[UUID, tuple[Person, Identity]]:
    """Rows by envelope, with the identity that each holds, in the order that was asked for.

    Rows that were merged are among them: their spelling of a name finds the person too.
    """
    wanted = list(envelopes)
    rows = {row.envelope_id: row for row in _rows(worker, wanted)}
    opened = read_many(rows.values(), keyring)
    return {
        pk: (rows[pk], identity_of(answers_from_json(opened[rows[pk].pk]), worker))
        for pk in wanted
        if pk in rows and rows[pk].pk in opened
    }


def _rows(worker: Worker, envelopes: Iterable[UUID]) -> QuerySet[Person]:
    # Asked of each person: beside other conditions SQLite would not begin with the envelopes.
    mine = Exists(people_visible_to(worker).filter(pk=OuterRef("pk")))
    rows = Person.objects.filter(mine, envelope__in=list(envelopes))
    return rows.select_related("envelope", "merged_into__envelope")


def family_envelopes(person: Person) -> list[UUID]:
    """The envelopes of a standing person and of the rows that were merged into it."""
    rows = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person))
    return list(rows.values_list("envelope_id", flat=True))


def founds(worker: Worker, keyring: Keyring, ordered: Sequence[Meant]) -> list[Found]:
    """People opened for a list, with their cases."""
    people = [person for person, _ in ordered]
    opened = read_many(people, keyring)
    cases = _cases_of(people, worker)
    return [
        _found(person, answers_from_json(opened.get(person.pk, {})), reasons, cases)
        for person, reasons in ordered
    ]


def _found(
    person: Person,
    answers: Answers,
    reasons: Sequence[Reason],
    cases: Mapping[UUID, list[Case]],
) -> Found:
    identity = Identity.of(answers)
    return Found(
        person=person,
        name=person_name(person),
        called=full_name(identity),
        born=day_in_words(identity.born),
        reasons=tuple(reasons),
        cases=tuple(cases.get(person.pk, ())),
    )


def full_name(identity: Identity) -> str:
    """The names as they are written, other names after them."""
    whole = " ".join(filter(None, (identity.first, identity.middle, identity.second)))
    return " · ".join(filter(None, (whole, *identity.aliases)))


def _cases_of(people: Sequence[Person], worker: Worker) -> dict[UUID, list[Case]]:
    """The cases of each person, merged rows included, that the worker may open; newest first."""
    stands = {person.pk: person.pk for person in people}
    merged = Person.objects.filter(merged_into__in=list(stands))
    stands |= dict(merged.values_list("pk", "merged_into_id"))
    held: dict[UUID, set[UUID]] = {}
    parts = Participant.objects.filter(person__in=list(stands))
    for case_id, person_id in parts.values_list("case_id", "person_id"):
        held.setdefault(case_id, set()).add(stands[person_id])
    found: dict[UUID, list[Case]] = {}
    # Asked of each case: beside other conditions SQLite would not begin with the ids.
    mine = Exists(cases_visible_to(worker).filter(pk=OuterRef("pk")))
    rows = Case.objects.filter(mine, pk__in=list(held)).exclude(state=CaseState.ERASED)
    for case in rows.order_by("-opened_on", "pk"):
        for person_id in held[case.pk]:
            found.setdefault(person_id, []).append(case)
    return found
