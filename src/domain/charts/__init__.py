"""Charts: values in, one picture as SVG out, in the reader's language; nothing is read here."""
