"""What the fields of a support plan are called, and why each is asked."""

from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.words import Words

_GOAL = _("The plan starts from what the person wants, in their words.")
_DO = _("So that everybody knows what is to be done, by whom and by when.")
_AGREED = _("The plan is the person’s. It holds only what they agree to.")
_AGAIN = _("So that the plan changes when life does.")
_END = _("To know later what was reached.")

SECTIONS = {
    "plan": _("The plan"),
    "agreed": _("Agreed"),
    "review": _("Reviews"),
    "end": _("End"),
}

WORDS = {
    "spl_Type": Words(_("Kind of support"), _DO),
    "goals": Words(_("Goals, in the person’s words, one on each line"), _GOAL),
    "spl_Objectives": Words(_("Objectives: by what we see that a goal is reached"), _DO),
    "spl_ActionPlan": Words(_("Actions: who does what by when"), _DO),
    "spl_PlannedEndDate": Words(_("Planned end"), _DO),
    "agreed_by": Words(_("Who agreed"), _AGREED),
    "agreed_how": Words(_("How they agreed"), _AGREED),
    "agreed_on": Words(_("Agreed on"), _AGREED),
    "review_due": Words(_("Next review"), _AGAIN),
    "last_reviewed_on": Words(_("Day of the review"), _AGAIN),
    "last_review": Words(_("What came out, in the person’s view and ours"), _AGAIN),
    "goals_reached": Words(_("Goals that are reached, as the person sees it"), _AGAIN),
    "spl_ActualEndDate": Words(_("Ended on"), _END),
    "ended_because": Words(_("Why it ended"), _END),
}
