"""Evidence: documents to passages, passages to suggestions, quotes and how they are found again."""
