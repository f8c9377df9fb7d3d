"""Base templates, one stylesheet, components, exit, languages, security headers. Imports no room."""
