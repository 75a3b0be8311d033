"""Whole assessments and files on their way in and out: portable TOML, JSON shapes, safe files."""
