"""What others edit at the publisher of a campaign of ours that is live."""
