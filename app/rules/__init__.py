"""The rule book: one object a rule, one module a topic."""
