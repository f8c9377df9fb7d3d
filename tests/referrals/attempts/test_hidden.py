"""What a page does not offer because of where something stands is refused when it is sent.

The page itself says what it offers: the addresses of its links, forms and buttons. Whatever else
could be sent about the same thing is sent, and changes nothing.
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import models

from tests.referrals.attempts.posts import Post
from tests.referrals.attempts.table import POSTS
from tests.referrals.attempts.trying import Attempts, audited, rows, taken_back, watched
from waymark.audit.models import Entry
from waymark.cases.models import Case, CaseState
from waymark.packs.models import PackRun, RunState
from waymark.referrals.models import (
    Disclosure,
    DisclosureState,
    Referral,
    Release,
    ReleaseState,
    RightsRequest,
    RightsState,
    TaskState,
)

ADDRESS = re.compile(r'(?:href|action|formaction)="([^"]+)"')
LEFT = {"data:left", "referral:sent", "link:made", "case:begun", "pack:downloaded"}


@dataclass(frozen=True)
class Subject:
    """Something with states, its page, and what can be sent about it.

    Attributes:
        key: what its id is called in the world.
        steps: an address and the words that stand in it.
        states: what it can stand in, as columns.
    """

    id: str
    kind: type[models.Model]
    key: str
    page: str
    who: str
    steps: tuple[tuple[str, dict[str, Any]], ...]
    states: tuple[str, ...]


def _steps(*names: str, **words: tuple[str, ...]) -> tuple[tuple[str, dict[str, Any]], ...]:
    plain: list[tuple[str, dict[str, Any]]] = [(name, {}) for name in names]
    return (*plain, *((name, {"step": step}) for name, steps in words.items() for step in steps))


MOVES = ("accept", "reject", "start", "complete", "fail")
SUBJECTS = [
    Subject(
        "case", Case, "case", "case", "sara_supervisor",
        _steps(
            "case_close", "case_take", "case_hand_over", "case_review", "case_team_add",
            case_move=("activate", "follow_up", "reopen"),
        ),
        tuple(each for each in CaseState if each != CaseState.ERASED),
    ),
    Subject(
        "release", Release, "release", "release", "sara_supervisor",
        _steps(
            "release_terms", "release_sign", "release_activate", "release_withdraw",
            "release_renew", "release_file", "release_paper", "referral_new",
        ),
        tuple(ReleaseState),
    ),
    Subject(
        "referral at its sender", Referral, "referral", "referral", "sara_supervisor",
        _steps("referral_later", "referral_recall", "referral_link", referral_note=MOVES),
        tuple(TaskState),
    ),
    Subject(
        "referral at its receiver", Referral, "referral", "incoming_referral", "lena_lakeside",
        _steps("incoming_take_over", incoming_answer=MOVES),
        tuple(TaskState),
    ),
    Subject(
        "demand", Disclosure, "disclosure", "demand", "sara_supervisor",
        _steps(
            "demand_decide", "demand_produce",
            demand_move=("adviser", "contest", "refuse", "take-back"),
        ),
        tuple(DisclosureState),
    ),
    Subject(
        "request", RightsRequest, "rightsrequest", "rights_request", "sara_supervisor",
        _steps("rights_decide", "rights_finish", "rights_erase", "rights_copy"),
        tuple(RightsState),
    ),
    Subject(
        "run", PackRun, "packrun", "pack_run", "sara_supervisor",
        _steps("pack_stop", "pack_go_on", "pack_remove", "pack_file", "pack_paper"),
        (RunState.READY, RunState.STOPPED),  # a page of a run that counts goes on counting
    ),
]  # fmt: skip
# A page leads to these by another one, which shows the form where it may be sent.
BY = {
    "release_file": "release_leave",
    "release_paper": "release_leave",
    "rights_copy": "rights_choose",
}
ROWS = {post.name: post for post in POSTS}


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda each: each.id)
def test_what_the_page_hides_is_refused(attempts: Attempts, subject: Subject) -> None:
    faults, hidden = {}, 0
    for state in subject.states:
        with taken_back():
            rows_of = subject.kind._base_manager.filter(pk=attempts.world.ours[subject.key])
            rows_of.update(state=state)
            offered = _offered(attempts, subject)
            for name, words in subject.steps:
                if _url(attempts, BY.get(name, name), words) not in offered:
                    hidden += 1
                    if problem := _problem(attempts, subject, name, words):
                        faults[state, name, *words.values()] = problem
    assert hidden  # else there was nothing to try
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


def _url(attempts: Attempts, name: str, words: dict[str, Any]) -> str:
    """The address about what stands in a state, whatever the table would try it on."""
    row = ROWS.get(name, Post(name))
    return attempts.url(Post(name, words={**row.words, **words}))


def _offered(attempts: Attempts, subject: Subject) -> set[str]:
    """The addresses that the page leads to."""
    page = attempts.client(subject.who).get(_url(attempts, subject.page, {}))
    assert page.status_code == 200
    return set(ADDRESS.findall(page.content.decode()))


def _problem(attempts: Attempts, subject: Subject, name: str, words: dict[str, Any]) -> str:
    """What is wrong with how it is refused; empty where nothing is."""
    with taken_back():
        before, log = rows(), Entry.objects.count()
        with watched() as writes:
            body = _as_seen_now(subject, ROWS[name].body(attempts.world), attempts)
            answer = attempts.send(ROWS[name], _url(attempts, name, words), body, subject.who)
        if answer.status_code not in {403, 404, 409, 422}:
            return f"answers {answer.status_code}"
        if writes and rows() != before:
            return "changes something"
        left = LEFT & set(audited()[log:])
        return f"is written down as {left}" if left else ""


def _as_seen_now(subject: Subject, body: dict[str, Any], attempts: Attempts) -> dict[str, Any]:
    """With the version that the row has, or it would be refused for being an old one."""
    row = subject.kind._base_manager.get(pk=attempts.world.ours[subject.key])
    version = getattr(row, "version", 1)
    return {key: version if key.endswith("seen") else value for key, value in body.items()}
