"""The demonstration: a fictional county coalition."""
