"""Reports from another hotline's export: looked at row by row, brought in, taken back."""
