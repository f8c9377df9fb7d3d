"""What packs, tables and categories are called, and what each table counts."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.catalogue import spec_of
from waymark.cases.fields.codes import codes_for
from waymark.cases.models import CaseState
from waymark.packs.definitions import ALL, Population
from waymark.packs.tally import JOIN
from waymark.referrals.models import TaskState
from waymark.reports.models import Disposition


@dataclass(frozen=True)
class Words:
    """A title and what is counted."""

    title: str | Promise
    help: str | Promise


PACKS = {
    "otip": Words(
        _("Clients, services and outcomes"),
        _("What funders of services to victims ask for, such as OTIP in the United States."),
    ),
    "hotline": Words(
        _("Hotline"), _("Reports that came in, how fast they were answered, and what came of them.")
    ),
    "coalition": Words(
        _("Coalition"), _("Clients by status, services, referrals and milestones, for partners.")
    ),
}
_EACH_ANSWER = _(
    "People counted once for each answer, in the month of the year in which it first applied. "
    "Answers do not add up to the total."
)
TABLES = {
    "age": Words(_("Age"), _("Age at the beginning of the year.")),
    "sex": Words(_("Sex"), _("Asked only where your organisation has switched the field on.")),
    "age+sex": Words(_("Age and sex"), _("Age at the beginning of the year.")),
    "gender": Words(_("Gender"), ""),
    "citizenship": Words(
        _("Citizenship"), _("“This country” is that of the organisation, also beside another one.")
    ),
    "began": Words(_("New and continuing clients"), _("By the day on which the first case began.")),
    "status": Words(_("Status of the latest case"), _("As it stood when it was counted.")),
    "exploitation": Words(_("Type of exploitation"), _EACH_ANSWER),
    "service": Words(
        _("Services"), _("People to whom a service was given, wholly or in part. Counted as above.")
    ),
    "hours": Words(
        _("Hours of service in the year"),
        _("People who reached that many hours. Sums of hours are not shown: they can name one."),
    ),
    "barrier": Words(_("Barriers"), _("What stood in the way of a service. Counted as above.")),
    "milestone": Words(_("Milestones reached"), _EACH_ANSWER),
    "living": Words(_("Where people live at closure"), _EACH_ANSWER),
    "education": Words(_("Education at closure"), _EACH_ANSWER),
    "work": Words(_("Work at closure"), _EACH_ANSWER),
    "safety": Words(_("Safety at closure"), _EACH_ANSWER),
    "own_now": Words(_("How people see it themselves at closure"), _EACH_ANSWER),
    "referral": Words(_("Referrals to others"), _EACH_ANSWER),
    "came_from": Words(_("Referrals to us, by reason"), _EACH_ANSWER),
    "urgency": Words(_("Urgency"), _("Reports about a child count as urgent.")),
    "language": Words(_("Language of the report"), ""),
    "promise": Words(
        _("First answer"),
        _("Against the time that is promised now. Times are kept to the hour, and so is this."),
    ),
    "urgency+promise": Words(_("First answer by urgency"), ""),
    "came_of_it": Words(
        _("What came of it"), _("As it stood when it was counted. “Linked” is to a situation.")
    ),
    "led_to": Words(
        _("What it led to"),
        _("The furthest that its situation has come in your circles when it was counted."),
    ),
    "relation": Words(_("Who reported"), ""),
}
_NOT_ANY = _("Another language")
_NOT_KNOWN = _("Not known, not asked or declined")
_OWN: dict[str, dict[str, str | Promise]] = {
    "citizenship": {
        "this_country": _("This country"),
        "another_country": _("Another country"),
    },
    "began": {"this_year": _("New this year"), "before": _("From earlier years")},
    "hours": {
        "1": _("1 hour or more"),
        "10": _("10 hours or more"),
        "50": _("50 hours or more"),
        "100": _("100 hours or more"),
    },
    "urgency": {"urgent": _("Urgent"), "other": _("Other")},
    "promise": {
        "kept": _("Within the promised time"),
        "later": _("Later"),
        "not_answered": _("Not answered"),
        "not_promised": _("None was promised"),
    },
    "came_of_it": {
        **{each.value: each.label for each in Disposition},
        "open": _("Still open"),
        "withdrawn": _("Withdrawn by the reporter"),
    },
    "led_to": {
        "referral": _("A referral"),
        "case": _("A case"),
        "situation": _("A situation, no case yet"),
        "nothing": _("Nothing yet"),
    },
    "relation": {
        "me": _("The person themself"),
        "known": _("Somebody who knows the person"),
        "seen": _("Somebody who saw or heard something"),
        "professional": _("A professional"),
    },
    "status": {each.value: each.label for each in CaseState},
    "referral": {each.value: each.label for each in TaskState},
}
_FIELDS = {"age": "identity.age_band", "sex": "identity.sex", "gender": "identity.prs_Gender"}


def cell_title(population: Population, table: str, labels: str) -> str:
    """What a cell counts, in the reader's language."""
    if table == ALL:
        return _now("All")
    names = (question.id for question in population.asked_by(table))
    pairs = zip(names, labels.split(JOIN), strict=True)
    return ", ".join(str(_category(population, name, code)) for name, code in pairs)


def _category(population: Population, name: str, code: str) -> str | Promise:
    if code == "not_known":
        return _NOT_KNOWN
    if name in _OWN:
        return _OWN[name][code]
    if name == "language":
        return _NOT_ANY if code == "other" else get_language_info(code)["name_translated"]
    return codes_for(spec_of(population.questions[name].codes or _FIELDS[name]))[code]
