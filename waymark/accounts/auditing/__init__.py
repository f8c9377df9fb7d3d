"""The auditor's page. It stands above the audit log, which knows no workers."""
