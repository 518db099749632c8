"""Turn records into escaped Markdown through templates, and Markdown into a site."""
