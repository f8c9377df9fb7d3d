"""Every address of the three rooms that answers a GET, with a page that somebody sees there."""

from dataclasses import replace

from tests.referrals.attempts.befores import with_adviser, with_body
from tests.referrals.attempts.posts import Post, nothing
from tests.referrals.attempts.table import POSTS
from tests.referrals.attempts.trying import ROUTES

KIND = {"kind": "assessment"}
# What differs from the row of the same address in the table of POSTs, or from a plain one.
OWN = [
    Post("cases_part", words={"whose": "mine", "part": "open"}),
    Post("workload_of_one", ids={"worker_id": "colleague"}),
    Post("support_record", words=KIND),
    Post("support_step", words={**KIND, "step": "change"}),
    Post("case_file", before=with_body),
    Post("cases_bring", who="carl_cases"),
    Post("cases_brought", who="carl_cases"),
    Post("incoming_referrals", who="lena_lakeside"),
    Post("incoming_referral", who="lena_lakeside"),
    Post("partner_keys", who="lena_lakeside"),
    Post("partner_referral", who="lena_lakeside"),
    Post("release_sign", ids={"release_id": "draft"}),
    Post("release_terms", ids={"release_id": "draft"}),
    Post("demand_decide", before=with_adviser),
    Post("pack_cell", words={"table": "all"}),
]
# Pages of something that a test of their own slice makes, and where.
MADE_ELSEWHERE = {
    "erasure": "tests/cases/forgetting: the proof of an erasure",
    "incoming_file": "tests/referrals/referring: a file in what was sent",
    "rights_choose": "tests/referrals/rights: a request for a copy that was granted",
}
# What takes a POST and nothing else.
ONLY_POST = {
    "case_move", "case_take", "case_hand_over", "case_review", "case_team_add",
    "case_team_remove", "case_wall_lift", "case_task_done", "case_task_undo", "match_undo",
    "people_merge", "people_keep_apart", "case_participant_remove", "relationship_remove",
    "event_remove", "keeping_perpetrators", "hold_lift", "forget_case_field",
    "forget_identity_field",
    "forget_field", "case_record_fields_undo", "cases_brought_rows", "cases_take_in",
    "cases_drop", "support_keep", "support_keep_in", "support_remove", "support_back",
    "release_activate", "release_renew", "release_file", "release_paper", "referral_later",
    "referral_code", "referral_link", "referral_note", "incoming_answer", "incoming_take_over",
    "demand_handling", "demand_move", "demand_produce", "rights_lift", "rights_decide",
    "rights_finish", "rights_erase", "rights_copy", "partner_key_revoke",
    "partner_referral_answer", "partner_referral_note", "partner_referral_take_over",
    "pack_stop", "pack_go_on", "pack_file", "pack_paper",
}  # fmt: skip


def _rows() -> dict[str, Post]:
    known = {post.name: replace(post, before=nothing) for post in POSTS}
    known |= {row.name: row for row in OWN}
    return {
        name: Post(name, who=row.who, ids=row.ids, words=row.words, before=row.before)
        for name in ROUTES
        for row in [known.get(name, Post(name))]
    }


GETS = _rows()
