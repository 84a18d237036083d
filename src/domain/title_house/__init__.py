"""The system in which a publisher keeps its titles: read, proposed from, and told of channels."""
