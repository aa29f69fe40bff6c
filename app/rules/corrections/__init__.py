"""What can be done about findings: one module a subject, gathered in book.py."""
