"""What the hub itself takes down of what it published, and by what that was seen."""
