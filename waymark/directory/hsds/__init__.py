"""HSDS 3.2 as data: what its entities are, and how rows become what leaves on the wire."""
