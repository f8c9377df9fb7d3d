"""The Human Trafficking Case Data Standard 2.0 as pure functions: no models, nothing is stored."""
