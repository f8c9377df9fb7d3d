"""Arabic: the date with its time, which Django lacks, and numbers as our other pages have them.

Our sentences have Latin digits, and with these Unicode's rules for Arabic take a point: 99.9%.
"""

DATETIME_FORMAT = "j F، Y، g:i A"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
