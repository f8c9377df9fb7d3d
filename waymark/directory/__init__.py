"""The service directory: HSDS 3.2, searchable, and closed about where shelters are."""
