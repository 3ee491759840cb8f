"""How a newsletter is understood by its layout, without knowing which it is: headings, parts, entries, items."""
