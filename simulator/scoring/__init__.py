"""The four scores: from a transcript and its delivery to outcomes with evidence."""
