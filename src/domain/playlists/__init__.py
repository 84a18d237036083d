"""What music a brand wants, and whether a playlist keeps to it and to the licences."""
