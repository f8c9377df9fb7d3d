"""The POST addresses of referrals and report packs, and all of them together."""

from tests.cases.attempts import posts as cases
from tests.referrals.attempts.befores import accepted, complete, granted, outside, partners_accepted
from tests.referrals.attempts.posts import Post, Ref, own
from tests.referrals.referring.conftest import reason

NAME, ROLE = "identity.prs_SecondName", "participant.role"
DAY, LATER = "2026-03-02", "2027-01-04"
DRAFT, SIGNED = {"release_id": "draft"}, {"release_id": "signed"}
BEGUN = {"run_id": "begun"}
TERMS = {
    "seen": 1,
    "kinds": ["identity"],
    "purpose": "housing",
    "language": "eng",
    "expires_on": LATER,
}
AGREED = {
    "seen": 2,
    "how": "signed",
    "signed_on": DAY,
    "years": "adult",
    "told": "on",
    "free": "on",
}

CONSENT = [
    Post("release_begin", {"whose": Ref("participant"), "kind": "named", "name": "Dr Haddad"}),
    Post(
        "release_begin",
        {"whose": Ref("participant"), "kind": "organisation", "organisation": Ref("neighbour")},
    ),
    Post("release_terms", TERMS, ids=DRAFT),
    Post("release_sign", AGREED, ids=DRAFT, before=complete),
    Post("release_activate", ids=SIGNED),
    Post("release_withdraw"),
    Post("release_renew"),
]
EXPORTS = [
    Post("release_file", {"names": [NAME], "how": "workbook"}, answer=200),
    Post("release_paper", {"names": [NAME], "how": "paper"}, answer=200),
]
REFERRING = [
    Post(
        "referral_new",
        {"reason": reason(), "words": "A bed", "now": [ROLE], "hours": 24},
        fresh={"record_id": "referral"},
    ),
    Post("referral_later", answer=409),
    Post("referral_recall"),
    Post("referral_code", answer=200),
    Post("referral_link", words={"stage": 1}, answer=409),
    Post("referral_note", words={"step": "accept"}, before=outside),
    Post("referral_desk", {"compartment": Ref("circle"), "answer_hours": 24}),
    Post("incoming_answer", words={"step": "accept"}, who="lena_lakeside"),
    Post(
        "incoming_take_over",
        {"compartment": Ref("next_door")},
        who="lena_lakeside",
        before=accepted,
    ),
]
PARTNERS = [
    Post(
        "partner_keys",
        {"name": "Mill House", "purpose": "housing"},
        who="lena_lakeside",
        answer=200,
    ),
    Post("partner_key_revoke", who="lena_lakeside"),
    Post("partner_referral_answer", words={"step": "accept"}, who="lena_lakeside"),
    Post("partner_referral_note", {"text": "Call first"}, who="lena_lakeside"),
    Post(
        "partner_referral_take_over",
        {"compartment": Ref("next_door")},
        who="lena_lakeside",
        before=partners_accepted,
    ),
]
COMPELLED = [
    Post(
        "case_demands",
        {
            "kind": "subpoena",
            "participant": Ref("participant"),
            "who": "A court",
            "basis": "Rule 45",
            "asked": "All",
            "received_on": DAY,
        },
        own=own("due_on", "privilege"),
    ),
    Post("demand_handling", {"handling-seen": 1, "handling-told": "By phone"}),
    Post("demand_move", {"move-seen": 1}, words={"step": "adviser"}),
    Post("demand_decide", answer=409),
    Post("demand_produce", answer=409),
]
RIGHTS = [
    Post(
        "case_rights",
        {"participant": Ref("participant"), "kind": "copy", "words": "All", "due_on": LATER},
    ),
    Post("rights_lift", answer=302),
    Post("rights_decide", {"seen": 1, "granted": "yes"}),
    Post("rights_finish", {"seen": 2, "outcome": "By phone"}, before=granted),
    Post("rights_erase", answer=409),
    Post("rights_copy", {"names": [NAME]}, answer=409),
]
PACKS = [
    Post("pack_new", {"pack": "otip", "year": "2025", "part": "3"}),
    Post("pack_stop", ids=BEGUN),
    Post("pack_go_on", ids=BEGUN, answer=409),
    Post("pack_remove"),
    Post("pack_file", answer=200),
    Post("pack_paper", answer=200),
]
POSTS = [*cases.POSTS, *CONSENT, *EXPORTS, *REFERRING, *PARTNERS, *COMPELLED, *RIGHTS, *PACKS]
