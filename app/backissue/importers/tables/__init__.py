"""How rows of a table, or of a list of JSON objects, become issues and items."""
