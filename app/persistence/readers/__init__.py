"""The file formats that codebooks come in, one module a format; see file_readers."""
