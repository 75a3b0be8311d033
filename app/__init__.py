"""`assess`: a keyboard-driven workbench for reviewing the privacy practices of ed-tech vendors."""

__version__ = "0.1.0"
