"""The POST addresses of cases."""

from django.core.files.base import ContentFile

from tests.referrals.attempts.befores import lifted, nobodys, written
from tests.referrals.attempts.posts import Post, Ref, own
from tests.referrals.attempts.world import FILE
from waymark.cases.fields.catalogue import specs_of

DAY = "2026-03-02"
KIND = {"kind": "assessment"}
LABEL = {"label": "cases.assessment"}
PAIR = {"one": Ref("lien"), "other": Ref("participant")}
IDENTITY = {"record": "identity"}
USES = {f"{each.name}__use": "optional" for each in specs_of("identity") if not each.fixed}

CASELOAD = [
    Post(
        "case_begin",
        {"compartment": Ref("compartment"), "responsible": Ref("colleague")},
        own=own("case_id"),
        fresh={"case_id": "case"},
        shared=own("case_id"),
    ),
    Post("workload_nobody", {"cases": Ref("case"), "to": Ref("colleague")}, before=nobodys),
    Post(
        "workload_of_one",
        {"cases": Ref("case"), "to": Ref("worker")},
        ids={"worker_id": "colleague"},
    ),
    Post("case_about", {"seen": 1, "case-title": "New"}),
    Post("case_move", {"seen": 1}, words={"step": "follow-up"}),
    Post("case_close", {"seen": 1, "how": "closed", "case-cas_ReasonForCaseClosure": "Done"}),
    Post("case_take", {"seen": 1}),
    Post("case_hand_over", {"hand_over-seen": 1, "hand_over-to": Ref("worker")}),
    Post("case_review", {"review-seen": 1, "review-day": "2027-01-04"}),
    Post("case_team_add", {"team-worker": Ref("worker")}),
    Post("case_team_remove"),
    Post("case_walls", {"worker": Ref("colleague"), "reason": "A cousin"}),
    Post("case_wall_lift"),
    Post(
        "case_tasks",
        {"what": "Call", "assignee": Ref("colleague")},
        own=own("due_on"),
        fresh={"record_id": "task"},
    ),
    Post("case_task", {"seen": 1, "what": "Call", "assignee": Ref("worker")}, own=own("due_on")),
    Post("case_task_done"),
    Post("case_task_undo"),
    Post(
        "case_notes",
        {"text": "Said so"},
        own=own("contact_on", "privilege"),
        fresh={"record_id": "note"},
    ),
    Post("case_note", {"seen": 1, "text": "x"}, own=own("contact_on", "privilege"), before=written),
    Post(
        "case_files",
        {"file": ContentFile(b"plain words", "a.txt")},
        own=own("privilege"),
        fresh={"record_id": "casefile"},
    ),
]
PEOPLE = [
    Post("people_search", {"words": "Rosa"}, answer=200),
    Post("match_undo"),
    Post("person_change", {"seen": 1, "who-prs_FirstName": "Luz"}),
    Post("people_merge", shared=own("other_id")),
    Post("people_keep_apart", shared=own("other_id")),
    Post(
        "case_person_add",
        {"part-role": "victim", "who-prs_FirstName": "Ivy"},
        fresh={"record_id": "participant"},
    ),
    Post("case_participant_change", {"seen": 1, "part-role": "other"}),
    Post("case_participant_remove", answer=409),
    Post(
        "relationship_add", {**PAIR, "fields-kind": "friend"}, fresh={"record_id": "relationship"}
    ),
    Post("relationship_change", {"seen": 1, **PAIR, "fields-kind": "friend"}),
    Post("relationship_remove", before=lifted),
    Post(
        "event_add",
        {"about": Ref("participant"), "fields-hte_Type": "Transit"},
        fresh={"record_id": "historicevent"},
    ),
    Post("event_change", {"seen": 1, "about": Ref("participant"), "fields-hte_Type": "Transit"}),
    Post("event_remove", before=lifted),
]
FORGETTING = [
    Post("keeping", {"case": 2000, "note": 900, "file": 900, "perpetrator": 700}),
    Post("keeping_perpetrators"),
    Post("case_forgetting", {"reason": "A court asks", "who_says_so": "The court"}),
    Post("hold_lift"),
    Post("forget_case", {"name": "C-000"}, answer=422),
    Post("forget_case_field", {"seen": 1, "field": "title"}, before=lifted),
    Post("forget_person", {"name": "P-000"}, answer=422),
    Post("forget_identity_field", {"seen": 1, "field": "prs_FirstName"}, before=lifted),
    Post("forget_record", words=LABEL, before=lifted),
    Post("forget_field", {"seen": 1, "field": "text"}, words=LABEL, before=lifted),
]
FIELDS = [
    Post("case_record_fields", USES, words=IDENTITY),
    Post("case_record_fields_undo", words=IDENTITY),
]
EXCHANGE = [
    Post("cases_bring", {"file": ContentFile(FILE, "a.xlsx")}, who="carl_cases"),
    Post("cases_brought_rows", {"seen": 1, "shown": 0}, who="carl_cases"),
    Post("cases_take_in", {"seen": 1, "compartment": Ref("compartment")}, who="carl_cases"),
    Post("cases_drop", who="carl_cases"),
]
SUPPORT = [
    Post("support_keep", {"tool": "law"}, answer=422),
    Post("support_keep_in", answer=200),
    Post(
        "services_several",
        {"people": Ref("participant"), "r0-category": "food", "r0-given_on": DAY},
    ),
    Post(
        "support_add",
        {"about": Ref("participant"), "f-made_on": DAY},
        words=KIND,
        fresh={"record_id": "assessment"},
    ),
    Post("support_remove", words=KIND, before=lifted),
    Post("support_back", {"seen": 1}, words={**KIND, "version": 1}, answer=409),
    Post("support_step", {"seen": 1, "f-made_on": DAY}, words={**KIND, "step": "change"}),
]
POSTS = [*CASELOAD, *PEOPLE, *FORGETTING, *FIELDS, *EXCHANGE, *SUPPORT]
