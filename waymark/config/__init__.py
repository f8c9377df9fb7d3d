"""Settings, URLconfs and WSGI entry points: where the rooms are put together."""
