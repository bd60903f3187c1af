"""The session pack: papers, slides and cards with a school's own names and numbers in them.

`school` reads what a school says of itself, `texts` puts it into the texts of ``content/kit``, and what comes out are
`parts`: pages of plain blocks, ready to be set or written.
"""
