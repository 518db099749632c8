"""Find the copies of a story and collate them into one best text with its apparatus."""
