"""Whatever takes a POST is tried: by those who may not, with ids of others, without a form."""

from collections.abc import Iterator
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from tests.referrals.attempts.posts import Post
from tests.referrals.attempts.table import POSTS
from tests.referrals.attempts.trying import (
    ROUTES,
    Attempts,
    Rows,
    audited,
    changed_ids,
    rows,
    taken_back,
    watched,
)
from tests.sites import StaffClient
from waymark.audit.models import Entry
from waymark.cases.models import Case, CaseState

# The gate audits whom it turns away.
TURNED_AWAY = {"data:refused"}
# What an administrator decides for the house; it is about no case.
ADMINISTERS = {"case_record_fields", "case_record_fields_undo", "referral_desk"}
# Colleagues may be chosen for any case, and any case that one supervises for them.
OURS_TOO = {"worker", "colleague", "case"}
# What the pages of a closed case offer as well, and why. An erased case offers nothing.
STILL = {
    **dict.fromkeys(("case_about",), "why it was closed is put right here"),
    **dict.fromkeys(("case_walls", "case_wall_lift"), "who may read it goes on to matter"),
    **dict.fromkeys(("case_forgetting", "hold_lift"), "a court may ask after it is over"),
    **dict.fromkeys(
        ("forget_case_field", "forget_identity_field", "forget_record", "forget_field"), "erasing"
    ),
    **dict.fromkeys(("support_keep_in",), "a page to read: nothing is saved by it"),
    **dict.fromkeys(("release_withdraw", "referral_recall"), "taken back at any time"),
    **dict.fromkeys(("release_file", "release_paper"), "the release is active until its last day"),
    **dict.fromkeys(("referral_note", "referral_code"), "an answer may come after it is over"),
    **dict.fromkeys(("case_demands", "demand_handling", "demand_move"), "the law asks later, too"),
    **dict.fromkeys(("case_rights", "rights_lift"), "rights do not end with the case"),
    **dict.fromkeys(("rights_decide", "rights_finish"), "rights do not end with the case"),
}


def test_every_address_that_takes_a_post_is_in_the_table(attempts: Attempts) -> None:
    """Add an address to the tables of its room, with a body that it takes."""
    listed = {post.name for post in POSTS}
    takes = {name for name in ROUTES if name in listed or _takes(attempts, name)}
    assert listed == takes


def _takes(attempts: Attempts, name: str) -> bool:
    """Whether an address takes a POST, as it says itself."""
    words: dict[str, Any] = {"whose": "mine", "part": "open", "label": "cases.note", "table": "all"}
    words |= {"kind": "assessment", "record": "identity", "packet": 0, "number": 0}
    words["erasure_id"] = uuid4()
    wrong = attempts.client("sara_supervisor").delete(attempts.url(Post(name, words=words)))
    return "POST" in wrong.headers.get("Allow", "")


def test_an_administrator_does_nothing_with_cases(attempts: Attempts) -> None:
    faults = {}
    for post in POSTS:
        if post.name not in ADMINISTERS:
            url = attempts.url(post)
            if problem := _refusal(attempts, post, url, "adam_admin", {403, 404}):
                faults[post.name] = problem
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


def test_the_house_next_door_does_nothing_here(attempts: Attempts) -> None:
    """Lena supervises there: what is about no case in particular is hers to do in her own house."""
    faults = {}
    for post in POSTS:
        about_ours = any(word not in post.words for word in ROUTES[post.name].converters)
        who = "sara_supervisor" if post.who == "lena_lakeside" else "lena_lakeside"
        if about_ours and (problem := _refusal(attempts, post, attempts.url(post), who, {404})):
            faults[post.name] = problem
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


def test_who_has_not_signed_in_does_nothing(
    attempts: Attempts, stranger_client: StaffClient
) -> None:
    before = rows()
    for post in POSTS:
        answer = stranger_client.post(attempts.url(post), post.body(attempts.world))
        assert answer.headers["Location"].startswith("/sign-in/"), post.name
    assert rows() == before


def test_an_address_with_the_id_of_something_else_leads_nowhere(attempts: Attempts) -> None:
    faults = {}
    for post, param, whose, url in _tampered(attempts):
        if problem := _refusal(attempts, post, url, post.who, {404}):
            faults[post.name, param, whose] = problem
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


def _tampered(attempts: Attempts) -> Iterator[tuple[Post, str, str, str]]:
    for post in POSTS:
        yield from changed_ids(attempts, post)


def test_a_form_with_the_id_of_something_else_is_refused(attempts: Attempts) -> None:
    faults = {}
    for post in POSTS:
        for name, of in post.refs().items():
            for whose in ("nobody", "sibling", "theirs"):
                other = attempts.world.ids(whose).get(of)
                if other is None or (of in OURS_TOO and whose == "sibling"):
                    continue
                problem = _refusal(
                    attempts,
                    post,
                    attempts.url(post),
                    post.who,
                    {404, 409, 422},
                    changed={name: other},
                )
                if problem:
                    faults[post.name, name, whose] = problem
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


def test_a_new_record_does_not_take_the_place_of_another(attempts: Attempts) -> None:
    """A form brings the id of what it writes, so that sent twice it writes once."""
    faults = {}
    for post in POSTS:
        for (name, of), whose in product(post.fresh.items(), ("sibling", "theirs")):
            if whose == "sibling" and name in post.shared:
                continue
            changed = {name: attempts.world.ids(whose)[of]}
            url = attempts.url(post)
            if problem := _refusal(attempts, post, url, post.who, {409}, changed=changed):
                faults[post.name, whose] = problem
    assert len([post for post in POSTS if post.fresh]) > 8
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.ERASED])
def test_a_case_that_is_over_shows_no_form_and_takes_none(
    attempts: Attempts, state: CaseState
) -> None:
    faults = {}
    for post in POSTS:
        closed = state == CaseState.CLOSED
        if "case_id" in ROUTES[post.name].converters and not (closed and post.name in STILL):
            url, wanted = attempts.url(post), {409, 422} if closed else {404}
            if problem := _refusal(attempts, post, url, post.who, wanted, over=state):
                faults[post.name] = problem
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


def _refusal(
    attempts: Attempts,
    post: Post,
    url: str,
    who: str,
    wanted: set[int],
    *,
    changed: dict[str, Any] | None = None,
    over: CaseState | None = None,
) -> str:
    """What is wrong with how an attempt is refused; empty where nothing is."""
    with taken_back():
        post.before(attempts.world)
        if over:
            Case.objects.update(state=over)
        before = rows() if over else attempts.rows_before(post)
        log = Entry.objects.count()
        body = post.body(attempts.world, **(changed or {}))
        with watched() as writes:
            answer = attempts.send(post, url, body, who=who)
        if answer.status_code not in wanted:
            return f"answers {answer.status_code} {answer.headers.get('Location', '')}"
        # What was written may have been undone with the refusal; without a write nothing can be.
        if writes and _without_first_look(rows()) != _without_first_look(before):
            return "changes something"
        written = set(audited()[log:])
    return f"is written down as {written}" if wanted <= {403, 404} and written - TURNED_AWAY else ""


def _without_first_look(found: Rows) -> Rows:
    """The page that is shown again is a look at a packet: the sender may know of it."""
    return {
        key: {name: value for name, value in row.items() if name != "opened_at"}
        for key, row in found.items()
    }
