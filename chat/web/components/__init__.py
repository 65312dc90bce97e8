"""Components of the pages; they render items and do not use the database."""
