"""What the fields of a safety plan are called, and why each is asked."""

from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.words import Words

_SAFE = _("So that the person knows what to do when it becomes dangerous, and so do we.")
_REACH = _("So that we never bring the person into danger by reaching out to them.")
_AGREED = _("The plan is the person’s. It holds only what they agree to.")
_NEW = _("Danger changes. A plan that is not looked at again is soon wrong.")
_END = _("So that nobody follows a plan that no longer holds.")

SECTIONS = {
    "plan": _("The plan"),
    "agreed": _("Agreed"),
    "review": _("Looked at again"),
    "end": _("Put aside"),
}

WORDS = {
    "made_on": Words(_("Day of the plan"), _NEW),
    "warning_signs": Words(_("Warning signs"), _SAFE),
    "steps": Words(_("What the person does then, step by step"), _SAFE),
    "safe_people": Words(_("People who are safe, and how to reach them"), _SAFE),
    "safe_places": Words(_("Places that are safe, and how to get there"), _SAFE),
    "safe_contact": Words(_("How and when we may reach the person"), _REACH),
    "take_along": Words(_("What to take along"), _SAFE),
    "others": Words(_("Children and others who need to be safe too"), _SAFE),
    "code_word": Words(_("Code word, and what it means"), _SAFE),
    "agreed_by": Words(_("Who agreed"), _AGREED),
    "agreed_how": Words(_("How they agreed"), _AGREED),
    "review_due": Words(_("Look at it again on"), _NEW),
    "last_reviewed_on": Words(_("Looked at again on"), _NEW),
    "last_review": Words(_("What came out"), _NEW),
    "put_aside_on": Words(_("Put aside on"), _END),
    "put_aside_because": Words(_("Why"), _END),
}
