"""Finding help, for the public: one form, one POST, no cookie."""
