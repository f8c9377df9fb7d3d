from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearnConfig(AppConfig):
    """What people can read: what trafficking is, signs, rights, figures, lessons, posters."""

    name = "waymark.learn"
    label = "learn"

    def ready(self) -> None:
        """Open this room's door and name the places that content may link to."""
        from waymark.learn.content import addresses
        from waymark.learn.permissions import may_learn
        from waymark.learn.reading_room import more
        from waymark.web import doors, navigation
        from waymark.web.doors import Door
        from waymark.web.navigation import Entry, Menu

        text = _("What it is, the signs, your rights, and what you can do.")
        doors.register(Door("read", _("Learn"), text, "read", 50))
        text = _("What you may notice, and what else it may mean.")
        more.register(Door("signs", _("Signs you may notice"), text, "signs", 10))
        text = _("How many, of what, and who says so. And numbers we do not use.")
        more.register(Door("figures", _("Figures and what they mean"), text, "figures", 20))
        text = _("A short story in which you choose, with questions before and after.")
        more.register(Door("lessons", _("Short lessons"), text, "lessons", 40))
        text = _("To print: words, a number that was checked, and no picture.")
        more.register(Door("posters", _("Posters and pocket cards"), text, "posters", 60))
        navigation.register(Entry("learn", _("Learn"), "learn", 95, may_learn, Menu.LEARN))
        for slug, url_name in (
            ("lines", "lines"),
            ("find", "find"),
            ("safety", "safety"),
            ("report", "write"),
            ("signs", "signs"),
            ("figures", "figures"),
            ("posters", "posters"),
            ("lessons", "lessons"),
        ):
            addresses.register(slug, url_name)
