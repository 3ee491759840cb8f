"""What words alone tell: dates, numbers, names, kinds, events, headings, and what is only furniture."""
