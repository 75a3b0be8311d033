"""Detectors: what no condition over answers can see, found in the words of documents and proposed to the reviewer."""
