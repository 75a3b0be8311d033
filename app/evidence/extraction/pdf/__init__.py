"""PDF to text: PDFium's words in the document's own order, with rows, form fields and running heads made out.

`reading` opens the document, `page_reader` and `form_fields` read its pages, `rows` and `paragraphs` lay their lines out
anew, `composing` joins the pages to one text. All but the values of `layout` runs in the child process only: PDFium is C
code, and a hostile file may end the process. This package stays empty so that the child starts quickly.
"""
