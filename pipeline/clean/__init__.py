"""Label what is not the article and mend what the web broke; nothing is deleted."""
