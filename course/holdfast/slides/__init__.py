"""Slides from the notebooks: one deck, shown in the browser, typeset as PDF or written as PowerPoint.

`deck` reads a module's notebook into slides of plain blocks; `pdf` and `pptx` write them; `holdfast.server` presents
them and `holdfast.kit` puts them, and pages of its own made of the same blocks, into a session pack.
"""
