"""What opens accounts outside: kept sealed, one row for every process, renewed by one at a time."""
