"""How many people the publisher expects a campaign to reach, before it is published."""
