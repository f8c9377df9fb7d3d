"""What a cell of a workbook may hold."""

from datetime import date, datetime, time, timedelta

Raw = str | int | float | bool | date | datetime | time | timedelta
