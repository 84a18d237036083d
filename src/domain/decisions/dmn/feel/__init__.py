"""FEEL, the expression language of DMN: read to trees, checked, compiled to closures."""
