"""Taking in other people's directories: what came is read, compared with what is here, and written.

Why it is built so: docs/decisions/0017-imports-are-compared-in-the-database.md.
"""
