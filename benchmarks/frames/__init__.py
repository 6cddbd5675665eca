"""Authored frames of every protocol, what breaks them, and a trial that decoders must survive. No benchmark itself."""
