"""Finding codes by what people type."""
