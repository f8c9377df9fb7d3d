"""Settings for commands that touch both sites' data (migrate, demo, backup, tests): no URLconf."""

from waymark.config import options
from waymark.config.base import *  # noqa: F403  a Django settings module is a namespace

SITE = "manage"
SECRET_KEY = options.read("STAFF_SECRET") or "unused: commands sign nothing"
RECEIPT_KEY = bytes.fromhex(options.read("RECEIPT_KEY"))
PACK_KEY = bytes.fromhex(options.read("PACK_KEY"))
ROOT_URLCONF = "waymark.config.staff_urls"
