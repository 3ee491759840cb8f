"""How any source, HTML, Markdown, org-mode or text, becomes the lines and blocks that a person sees."""
