"""Dialects: postgresql only."""
