"""Take the sentences, figures, names and quotes that tell a story in thirty seconds."""
