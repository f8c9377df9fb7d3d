"""Short lessons: questions, a story with choices, the same questions again; counted by consent."""
