"""What our own files carry beside the standard, so that nothing is lost on the way back.

A workbook has two columns more, hidden and to the right of everything; the standard has no names
that begin with `wm_`, so other readers pass over them. A form has attributes in a namespace of
ours, which XML lets readers pass over.
"""

from waymark.cases.htcds.standard import Group

KEY, SILENCES = "wm_Record", "wm_Silences"
OUR_COLUMNS = (KEY, SILENCES)
NAMESPACE = "urn:waymark:htcds"
FORM_ID = "htcds_waymark"
RECORD_ATTRIBUTE, SILENCE_ATTRIBUTE = "record", "silence"

# Tabs of a workbook with what a case has a second time; elements of a form likewise.
TABS = {
    Group.EVENTS: "More historic events",
    Group.PLANS: "More support plans",
    Group.COMMENTS: "More case comments",
    Group.REFERRALS: "More outgoing referrals",
}
ELEMENTS = {
    Group.EVENTS: "historic_trafficking_event",
    Group.PLANS: "support_plan",
    Group.COMMENTS: "case_comment",
    Group.REFERRALS: "outgoing_referral",
}
MAIN_TAB = "HTCDS"


def silences_as_text(silences: dict[str, str]) -> str:
    """Such as `prs_Gender=declined;prs_Email=unknown`."""
    return ";".join(f"{name}={word}" for name, word in silences.items())


def silences_from_text(text: str) -> list[tuple[str, str]]:
    """Undo `silences_as_text`; what is spoilt comes out as a field or a word that is none."""
    parts = (part.strip() for part in text.split(";"))
    return [(name, word) for name, _, word in (part.partition("=") for part in parts) if name]
