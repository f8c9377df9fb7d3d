"""One reader for each format; each yields neutral rows with the place where they stood."""
