"""What a mail is, and what it tells of the newsletter in it: headers, texts, who sent it and who passed it on."""
