"""Shares as people read them: 0.279 is 28%, a change of 0.279 is +28 points."""

from django import template
from django.utils.translation import gettext as _

from waymark.learn.lessons.gain import Estimate

register = template.Library()
PARTS = 100


@register.filter
def percent(share: float) -> str:
    """A share of a whole, in whole percent."""
    return f"{share * PARTS:.0f}%"


@register.filter
def points(of: Estimate) -> str:
    """A change with its interval, in points of a hundred; it says where there is none."""
    mean = _signed(of.mean)
    if of.low is None or of.high is None:
        return _("%(points)s (no interval)") % {"points": mean}
    # Two figures with a dash between them would look like one with a minus.
    return f"{mean} ({_signed(of.low)} … {_signed(of.high)})"


def _signed(share: float) -> str:
    return f"{round(share * PARTS):+d}".replace("-", "−")
