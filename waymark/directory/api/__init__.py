"""The directory for other programs: HSDS 3.2 under /api/hsds/, and our profile of it."""
