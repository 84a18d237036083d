"""What people are told beside cards: what ends, differs or is new, by the day and by link."""
