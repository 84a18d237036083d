"""Files: kept on the local disk, and looked at for what they really are."""
