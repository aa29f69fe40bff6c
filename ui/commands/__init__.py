"""What the commands of ui/actions.py do; one module a theme, found by the name of the command."""
