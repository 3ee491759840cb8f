"""What Backissue knows about text: folding, tokens, stems, dates, links and safe HTML."""
