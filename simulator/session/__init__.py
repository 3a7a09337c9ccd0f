"""One call, live or from files."""
