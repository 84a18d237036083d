"""What the rules said, in the schema: decisions, and versions of the tables behind them."""
