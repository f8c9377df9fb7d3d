"""Pages of the directory: HTTP only."""
