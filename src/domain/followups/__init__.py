"""What alerts start: a request or a case, once; and what becomes of it when they end."""
