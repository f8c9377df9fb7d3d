"""Changes to the directory: permission, change, index and audit entry in one transaction."""
