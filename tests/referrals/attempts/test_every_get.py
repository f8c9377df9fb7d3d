"""Whatever answers a GET is tried: by those it is not for, with ids of others, after the end.

The answer holds nothing of the record, and nobody is told whether there is one.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse

from tests.cases.making_walls import build_wall
from tests.referrals.attempts.gets import GETS, MADE_ELSEWHERE, ONLY_POST
from tests.referrals.attempts.posts import Post
from tests.referrals.attempts.table import POSTS
from tests.referrals.attempts.trying import (
    OTHERS,
    ROUTES,
    Attempts,
    audited,
    changed_ids,
    rows,
    watched,
)
from tests.referrals.gate.samples import SECRET
from tests.sites import StaffClient
from waymark.audit.models import Entry
from waymark.cases.forgetting.actions.erasing import erase_case
from waymark.cases.models import Case, LegalHold

# The gate audits whom it turns away.
TURNED_AWAY = {"data:refused"}
HOUSE = {"case_fields", "case_record_fields", "incoming_referrals", "referral_desk"}
# Pages about no case that others see as well: what a house decides, and tables without names.
OPEN_TO = {
    "adam_admin": HOUSE,
    "lars_lakeside": HOUSE | {"partner_keys"},
    "ivan_analyst": {"packs", "pack_new"},
}
# What is left of a case that was erased.
TOMBSTONE = {"case", "case_erased"}


def test_every_address_answers_whom_it_is_for(attempts: Attempts) -> None:
    """Else the tests below would prove nothing. Add to gets.py what an address needs."""
    faults = {}
    for name, row in _made_here():
        answer = _get(attempts, row, row.who)
        wanted = 405 if name in ONLY_POST else 200
        if answer.status_code != wanted:
            faults[name] = answer.status_code
    assert not faults, faults


def test_it_is_for_nobody_else(attempts: Attempts) -> None:
    faults = {}
    for name, row in _made_here():
        for who in ("adam_admin", *OTHERS):
            open_to = name in OPEN_TO.get(who, ())
            if problem := _problem(attempts, row, who, {200} if open_to else {403, 404, 405}):
                faults[name, who] = problem
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


def test_the_house_next_door_sees_nothing_of_ours(attempts: Attempts) -> None:
    faults = {}
    for name, row in _made_here():
        about_ours = any(word not in row.words for word in ROUTES[name].converters)
        who = "sara_supervisor" if row.who == "lena_lakeside" else "lena_lakeside"
        if about_ours and (problem := _problem(attempts, row, who, {404, 405})):
            faults[name] = problem
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


def test_who_has_not_signed_in_sees_the_sign_in(
    attempts: Attempts, stranger_client: StaffClient
) -> None:
    log = Entry.objects.count()
    for name, row in _made_here():
        answer = stranger_client.get(attempts.url(row))
        assert answer.headers["Location"].startswith("/sign-in/"), name
        assert answer.content == b"", name
    assert Entry.objects.count() == log


def test_an_id_of_something_else_leads_nowhere(attempts: Attempts) -> None:
    faults = {}
    for row, param, whose, url in _tampered(attempts):
        answer, log = _look(attempts, url, row.who)
        if answer.status_code not in {404, 405} or _shows(answer):
            faults[row.name, param, whose] = answer.status_code
        elif log - TURNED_AWAY:
            faults[row.name, param, whose] = f"written down as {log}"
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


def _tampered(attempts: Attempts) -> Iterator[tuple[Post, str, str, str]]:
    for _name, row in _made_here():
        yield from changed_ids(attempts, row)


def test_a_worker_behind_a_wall_sees_nothing(attempts: Attempts) -> None:
    """Also where Carl is responsible, and in lists of his own."""
    carl = attempts.world.cast.carl_cases
    build_wall(Case.objects.get(pk=attempts.world.ours["case"]), carl)
    faults = {}
    for name, row in _made_here():
        about = {"case_id", "person_id"} & set(ROUTES[name].converters)
        if about and (problem := _problem(attempts, row, "carl_cases", {404, 405})):
            faults[name] = problem
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


def test_of_an_erased_case_only_the_tombstone_is_left(attempts: Attempts) -> None:
    world = attempts.world
    LegalHold.objects.all().delete()
    erase_case(Case.objects.get(pk=world.ours["case"]), by=world.cast.sara_supervisor)
    faults = {}
    for name, row in _made_here():
        if "case_id" in ROUTES[name].converters:
            wanted = {200} if name in TOMBSTONE else {404, 405}
            if problem := _problem(attempts, row, row.who, wanted):
                faults[name] = problem
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


@pytest.mark.parametrize("method", ["get", "put"])
def test_only_a_post_changes_anything(attempts: Attempts, method: str) -> None:
    """A picture in a mail, a scanner and a script send these without anybody's will."""
    before, faults = rows(), {}
    for post in POSTS:
        with watched() as writes:
            answer = getattr(attempts.client(post.who), method)(attempts.url(post))
        if method == "put" and answer.status_code not in {404, 405}:
            faults[post.name] = f"answers {answer.status_code}"
        if writes and _without_looks(rows()) != _without_looks(before):
            faults[post.name] = "changes something"
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


def _without_looks(found: dict[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """That a packet was looked at is kept: the sender may know of it."""
    return {
        key: {name: value for name, value in row.items() if name != "opened_at"}
        for key, row in found.items()
    }


def _made_here() -> Iterator[tuple[str, Post]]:
    yield from ((name, row) for name, row in GETS.items() if name not in MADE_ELSEWHERE)


def _get(attempts: Attempts, row: Post, who: str) -> Any:
    row.before(attempts.world)
    return attempts.client(who).get(attempts.url(row))


def _look(attempts: Attempts, url: str, who: str) -> tuple[Any, set[str]]:
    """The answer, and what the log says of it."""
    log = Entry.objects.count()
    return attempts.client(who).get(url), set(audited()[log:])


def _shows(answer: HttpResponse) -> bool:
    return SECRET.encode() in answer.content or b"Quintero" in answer.content


def _problem(attempts: Attempts, row: Post, who: str, wanted: set[int]) -> str:
    answer, log = _look(attempts, attempts.url(row), who)
    if answer.status_code not in wanted:
        return f"answers {answer.status_code}"
    if _shows(answer):
        return "shows something of the record"
    closed = answer.status_code != 200
    return f"is written down as {log}" if closed and log - TURNED_AWAY else ""
