"""The customer: a table of reactions, read row by row."""
