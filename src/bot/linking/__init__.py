"""Who is behind an account in chat, and how an account of nobody becomes somebody's."""
