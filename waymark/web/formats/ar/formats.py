"""Arabic: Django has its date and its time, but not the two together."""

DATETIME_FORMAT = "j F، Y، g:i A"
