"""A wall around one case keeps who somebody is from a worker in their other cases, too."""

import pytest

from tests.cases.making import make_case
from tests.cases.making_walls import build_wall
from tests.cases.people.making import add, add_known
from tests.cast import Cast
from tests.referrals.making import ask, make_release
from waymark.audit.models import Entry
from waymark.referrals.gate import Refused, Why, leaving


def test_names_do_not_leave_through_another_case(cast: Cast) -> None:
    first, other = make_case(cast), make_case(cast)
    one = add(cast, first)
    two = add_known(cast, other, one.person, by=cast.carl_cases)
    make_release(two)
    build_wall(first, cast.carl_cases)
    carl, sara = cast.carl_cases, cast.sara_supervisor
    with pytest.raises(Refused) as refused, leaving(ask(two), by=carl, keyring=cast.keyring(carl)):
        pytest.fail("it left")
    assert refused.value.why is Why.CLOSED
    assert Entry.objects.filter(event="data:refused").count() == 1
    with leaving(ask(two), by=sara, keyring=cast.keyring(sara)) as departure:
        assert departure.values
