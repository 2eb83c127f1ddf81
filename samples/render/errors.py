"""The one error that the renderer raises on purpose."""


class RenderError(Exception):
    """A clip cannot be made: the message says what was wrong and what to do."""
