"""What is produced says above itself what it answers, and to whom it goes."""

from django.utils import translation
from django.utils.translation import gettext as _

from waymark.cases.names import person_name
from waymark.referrals.compelled.content import Said
from waymark.referrals.models import Disclosure
from waymark.referrals.receivers import Receiver
from waymark.referrals.rights.package import Cover


def receiver_of(said: Said) -> Receiver:
    """Who asked; somebody whose name has no letter is still somebody."""
    try:
        return Receiver.named(said.asked.who)
    except ValueError:
        return Receiver.named("unnamed")


def cover_for(demand: Disclosure, said: Said, language: str) -> Cover:
    """The cover of what a demand produces, in the worker's language (two letters)."""
    whose = person_name(demand.participant.person.standing) if demand.participant else ""
    with translation.override(language):
        return Cover(
            title=whose,
            house=demand.case.organisation.name,
            language=language,
            sentences=[
                _("For: %(who)s.") % {"who": said.asked.who},
                _("Under: %(basis)s.") % {"basis": said.asked.basis},
                _("Only what was decided stands here. Use it for nothing else."),
            ],
        )
