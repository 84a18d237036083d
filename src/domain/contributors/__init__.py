"""What may be shown of people who have a part in titles: their bios and headshots."""
