"""One module for each version of the records file, in order."""
