"""What leaves as a file or on paper, under a release."""
