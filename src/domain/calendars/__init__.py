"""Business time: when people are at work, so that clocks run only then."""
