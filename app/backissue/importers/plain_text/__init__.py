"""How the plain text of a newsletter that nobody described is understood: paragraphs, addresses, entries, items."""
