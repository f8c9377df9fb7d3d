"""Base templates, stylesheet, components, exit, languages, security headers; imports no room."""
