"""Content as data: Markdown and TOML files, ours and the organisation's, checked and shown."""
