from tests.cast import NAMES, Cast
from waymark.vault.models import Membership


def test_everybody_is_there_and_opens_what_they_should(cast: Cast) -> None:
    opened = {name: {c.name for c in cast.keyring(cast[name]).compartments} for name in NAMES}
    assert opened["sara_supervisor"] == {"Hotline", "Case management"}
    assert opened["ana_hotline"] == {"Hotline"}
    assert not any(opened[name] for name in ("dora_directory", "otto_auditor", "adam_admin"))
    assert Membership.objects.count() == sum(len(names) for names in opened.values())
