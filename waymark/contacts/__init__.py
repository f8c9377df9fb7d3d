"""The registry of verified contacts."""
