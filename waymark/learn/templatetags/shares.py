"""Shares as people read them: 0.279 is 28%, a change of 0.279 is +28 points."""

from django import template

from waymark.learn.lessons.gain import Estimate

register = template.Library()
PARTS = 100


@register.filter
def percent(share: float) -> str:
    """A share of a whole, in whole percent."""
    return f"{share * PARTS:.0f}%"


@register.filter
def points(of: Estimate) -> str:
    """A change with its interval, in points of a hundred."""
    mean, low, high = (round(number * PARTS) for number in (of.mean, of.low, of.high))
    # A true minus sign; two figures with a dash between them would look like one.
    return f"{mean:+d} ({low:+d} … {high:+d})".replace("-", "−")
