"""Keys, sealed records, envelopes, recovery, erasure. Imports no room."""
