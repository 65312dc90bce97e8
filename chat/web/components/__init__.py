"""Components of the pages, by what people see; they render items and do not use the database.

Each folder has its Python, scripts, templates and style sheets together. Scripts import each other by file name.
"""
