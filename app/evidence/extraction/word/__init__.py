"""DOCX to text: the archive within limits, its XML without entities, paragraphs, lists, tables, ticks and notes.

`reading` reads the whole; `package` unpacks the archive, `markup` names the elements of its XML, `styles` and `numbering`
say how paragraphs look, `runs` reads their words, `body` writes them and the tables, `notes` what stands beside the text.
"""
