"""The only package that knows SQLAlchemy and codebook files."""
