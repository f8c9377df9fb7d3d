"""The demonstration's directory: invented services of a county, drawn from tables."""
