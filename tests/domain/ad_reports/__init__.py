"""Reports of the ad platform."""
