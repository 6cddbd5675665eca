"""The one decoder of pictures from outside: `kit.images.decode`, in child processes with limits.

This module imports nothing: the child process, which must start fast and hold little, passes through it.
"""
