"""What reaches over every area: by id, by words, the newest, several at once, changes."""
