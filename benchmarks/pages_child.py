"""`python -m benchmarks.pages_child fill`: give an installation contacts and a country, then print
the addresses of every plain page in each language, and of posters to download, as JSON."""

import json
import os


def fill() -> None:
    """The contacts that come with the install, and where the organisation works."""
    from waymark.contacts.actions import load_contacts
    from waymark.web.models import Site

    load_contacts()
    Site.objects.update(country="US", emergency_number="911")


def addresses() -> list[str]:
    """Every address that a copy of the site holds; of drawn files only names, none is made."""
    from django.conf import settings

    from waymark.exporting.asking import Asked
    from waymark.exporting.crawling import crawl, is_copied, targets

    found: list[str] = []
    languages = [code for code, _name in settings.LANGUAGES]
    site = Asked(settings.PUBLIC_URL)
    for path, answer in crawl(site, languages, leave_out=(".pdf", ".svg", ".zip", ".csv", ".json")):
        if is_copied(path, answer):
            found.append(path)
            found += [each for each in targets(path, answer) if each.endswith(".pdf")]
    return list(dict.fromkeys(found))


def main() -> None:
    """Fill, then list."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "waymark.config.public"
    import django

    django.setup()
    fill()
    print(json.dumps(addresses()))


if __name__ == "__main__":
    main()
