"""How campaigns do: kept reviews of their figures, and what is suggested about them."""
