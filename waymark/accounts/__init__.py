"""Organisations, workers, roles, sign-in, second factor, unlocking."""
