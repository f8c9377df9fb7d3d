"""What both sites share. Values that an operator chooses come from `options`."""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.utils.translation import gettext_lazy as _

from waymark.config import options

WAYMARK_HOME: Path = options.home()
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = False
DEMONSTRATION = options.read_bool("DEMONSTRATION")
PUBLIC_URL = options.read("PUBLIC_URL") or f"http://{options.read('PUBLIC_LISTEN')}"
STAFF_URL = options.read("STAFF_URL") or f"http://{options.read('STAFF_LISTEN')}"
TRUSTED_PROXIES = options.read_int("TRUSTED_PROXIES")


def hosts_of(url: str) -> list[str]:
    """The host names a site answers to: its own, and loopback for the operator."""
    return [urlsplit(url).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]


INSTALLED_APPS = [
    "waymark.web",
    "waymark.vault",
    "waymark.audit",
    "waymark.accounts",
    "waymark.contacts",
    "waymark.directory",
    "waymark.learn",
    "waymark.analysis",
    "waymark.screening",
    "waymark.reports",
    "waymark.cases",
    "waymark.referrals",
    "waymark.packs",
    "django.contrib.messages",
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    # secure_delete overwrites what is erased, so that a copied file holds no old ciphertext.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
        "PRAGMA foreign_keys=ON;"
    ),
}


def database() -> dict[str, object]:
    """The database of this installation: DATABASE_URL, or the file in the data folder."""
    url = options.read("DATABASE_URL") or f"sqlite:///{WAYMARK_HOME / 'waymark.sqlite3'}"
    found: dict[str, object] = dict(dj_database_url.parse(url, conn_max_age=None))
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = SQLITE_OPTIONS
    return found


DATABASES = {"default": database()}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "waymark.web.context.frame",
            ],
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("es", _("Spanish")),
    ("vi", _("Vietnamese")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["waymark.web.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"

# Room settings, read through django.conf.settings so that no room imports this package.
IDLE_LOCK_MINUTES = options.read_int("IDLE_LOCK_MINUTES")
SESSION_HOURS = options.read_int("SESSION_HOURS")
MAX_FILE_BYTES = options.read_int("MAX_FILE_MB") * 1024 * 1024
MAX_FILES = 5
SITE_CACHE_SECONDS = 5
CONTENT_FOLDER = Path(options.read("CONTENT_FOLDER") or WAYMARK_HOME / "content")
EMBED_ORIGINS = tuple(
    origin.strip() for origin in options.read("EMBED_ORIGINS").split(",") if origin.strip()
)
GAZETTEER_FOLDER = Path(options.read("GAZETTEER_FOLDER") or WAYMARK_HOME)
FLOOD_PER_HOUR = options.read_int("FLOOD_PER_HOUR")
AUDIT_ANCHOR_FILES = [
    WAYMARK_HOME / "audit.head",
    *(Path(name.strip()) for name in options.read("AUDIT_ANCHORS").split(",") if name.strip()),
]

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = options.read("EMAIL_HOST")
EMAIL_PORT = options.read_int("EMAIL_PORT")
EMAIL_HOST_USER = options.read("EMAIL_USER")
EMAIL_HOST_PASSWORD = options.read("EMAIL_PASSWORD")
STARTTLS_PORT, TLS_PORT = 587, 465
EMAIL_USE_TLS = EMAIL_PORT == STARTTLS_PORT
EMAIL_USE_SSL = EMAIL_PORT == TLS_PORT
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = options.read("EMAIL_FROM") or "waymark@localhost"

# Request bodies, addresses and user agents never reach a log: only the level, place and message. Of
# an answer that broke, only the kind of exception and our own lines of code: see web/faults.py.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "place": {"()": "waymark.web.faults.Place"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain"},
        "faults": {"class": "logging.StreamHandler", "formatter": "place"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR", "handlers": ["faults"], "propagate": False},
        "waitress": {"level": "ERROR", "handlers": ["faults"], "propagate": False},
        "django.security": {"level": "CRITICAL"},
    },
}
