"""Paper: PDF documents made with ReportLab."""
