"""What can go wrong with a capture, said in words."""


class CaptureError(Exception):
    """Something cannot be captured, written or read; the message says what and why."""
