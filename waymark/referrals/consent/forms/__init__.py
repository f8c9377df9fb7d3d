"""What workers type about a release."""
