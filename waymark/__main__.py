"""Lets `python -m waymark` do what the command `waymark` does."""

from waymark.commands.main import main

raise SystemExit(main())
