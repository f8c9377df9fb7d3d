"""What a page does not offer to a role is not done for it either when it is sent straight away."""

import pytest

from tests.cases.making_walls import build_wall
from tests.referrals.attempts.posts import Post
from tests.referrals.attempts.table import POSTS
from tests.referrals.attempts.trying import (
    OTHERS,
    ROUTES,
    Attempts,
    audited,
    taken_back,
    watched,
)
from waymark.audit.models import Entry
from waymark.cases.models import Case

TURNED_AWAY = {"data:refused"}
FIELDS = {"case_record_fields", "case_record_fields_undo"}
# What these do in a house of their own, about no case.
THEIRS = {
    "ivan_analyst": {"pack_new"},
    "lars_lakeside": {*FIELDS, "referral_desk", "partner_keys", "partner_key_revoke"},
}
# What a case manager has to ask a supervisor for, in a case of their own as well.
SUPERVISED = {
    "workload_nobody", "workload_of_one", "case_walls", "case_wall_lift", "keeping",
    "keeping_perpetrators", "case_forgetting", "hold_lift", "forget_case", "forget_person",
    "forget_case_field", "forget_identity_field", "forget_record", "forget_field", *FIELDS,
    "referral_desk",
    "demand_decide", "demand_produce", "rights_lift", "rights_decide", "rights_erase",
}  # fmt: skip
# What belongs to who made it, or to the house that receives.
NOT_CARLS = {
    "pack_new", "pack_stop", "pack_go_on", "pack_remove", "pack_file", "pack_paper",
    "incoming_answer", "incoming_take_over", "partner_keys", "partner_key_revoke",
    "partner_referral_answer", "partner_referral_note", "partner_referral_take_over",
}  # fmt: skip


@pytest.mark.parametrize("who", OTHERS)
def test_other_roles_do_nothing(attempts: Attempts, who: str) -> None:
    faults = {}
    for post in POSTS:
        if post.name not in THEIRS.get(who, ()) and (problem := _problem(attempts, post, who)):
            faults[post.name] = problem
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


def test_a_case_manager_is_refused_what_a_supervisor_does_and_nothing_else(
    attempts: Attempts,
) -> None:
    problems = {post.name: _problem(attempts, post, "carl_cases") for post in POSTS}
    assert {name for name, problem in problems.items() if not problem} == SUPERVISED | NOT_CARLS


def test_who_is_behind_a_wall_does_nothing_in_the_case(attempts: Attempts) -> None:
    """Also where Carl is responsible, and whatever a form of another window still sends."""
    carl = attempts.world.cast.carl_cases
    build_wall(Case.objects.get(pk=attempts.world.ours["case"]), carl)
    faults = {}
    for post in POSTS:
        about = {"case_id", "person_id"} & set(ROUTES[post.name].converters)
        if about and (problem := _problem(attempts, post, "carl_cases")):
            faults[post.name] = problem
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


def _problem(attempts: Attempts, post: Post, who: str) -> str:
    """What is wrong with how somebody is refused; empty where nothing is."""
    with taken_back():
        post.before(attempts.world)
        log = Entry.objects.count()
        with watched() as writes:
            answer = attempts.send(post, attempts.url(post), post.body(attempts.world), who=who)
        written = set(audited()[log:])
    if answer.status_code not in {403, 404}:
        return f"answers {answer.status_code}"
    if writes:
        return f"writes {writes[0][:80]}"
    return f"is written down as {written}" if written - TURNED_AWAY else ""
