"""How the app is installed, its tokens kept and renewed, and who speaks in a workspace."""
