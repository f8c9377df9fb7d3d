"""Anonymous intake, receipts, threads, triage."""
