"""What could help me, for the public: needs first, options at the end, answers in the page only.

Nothing here judges anybody: answers choose options, each with its reason, and nothing is added up.
"""
