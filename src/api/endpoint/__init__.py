"""GraphQL over HTTP, as streams and over sockets: what comes in, and what goes out."""
