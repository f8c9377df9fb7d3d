"""Words of instruments for templates: `{% load screening_instruments %}`."""

from django import template
from django.utils.functional import Promise

from waymark.screening.instruments import wording
from waymark.screening.instruments.model import Instrument, Item

register = template.Library()


@register.simple_tag
def say(instrument: Instrument, name: str) -> str:
    """One of the texts of an instrument."""
    return instrument.say(name)


@register.simple_tag
def ages(instrument: Instrument) -> str:
    """For people of which age it is."""
    return wording.ages_of(instrument)


@register.simple_tag
def weight(item: Item) -> str | Promise:
    """The weight of an item in words; empty where it has none."""
    return wording.WEIGHTS[item.weight] if item.weight else ""
