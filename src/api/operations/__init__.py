"""What every operation passes: judged, priced, paid for, told of errors."""
