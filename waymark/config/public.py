"""The public site: no cookie, no session, public keys only."""

from waymark.config import options
from waymark.config.base import *  # noqa: F403  a Django settings module is a namespace
from waymark.config.base import PUBLIC_URL, hosts_of

SITE = "public"
SECRET_KEY = options.read("PUBLIC_SECRET")
RECEIPT_KEY = bytes.fromhex(options.read("RECEIPT_KEY"))
ALLOWED_HOSTS = hosts_of(PUBLIC_URL)
ROOT_URLCONF = "waymark.config.public_urls"
WSGI_APPLICATION = "waymark.config.wsgi.application"
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "waymark.web.middleware.PublicHeaders",
    "waymark.web.middleware.PublicLanguage",
    "django.middleware.common.CommonMiddleware",
    "waymark.referrals.guard.OnlyMarkedLeaves",
]
