"""The source of the model followed, to find who reads a parameter: what names hold, and where a value goes."""
