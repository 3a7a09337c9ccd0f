"""What belongs to a person across calls."""
