"""What a family says when nobody answers: recorded in the browser, kept encrypted, heard by whoever calls back."""
