"""What all commands share: who acts, what they are given, the hub they run in, how far they are."""
