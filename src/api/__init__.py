"""The door for front ends: GraphQL over HTTP and WebSocket. It parses, calls the core, renders."""
