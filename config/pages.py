"""Django's handler of pages and API, whose failed requests leave no garbage behind."""

import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler

View = Callable[..., Any]


class PagesHandler(ASGIHandler):
    """Empties the frames of a view that raises before the exception leaves the view's thread.

    A future holds the exception that ends it, the exception its traceback, and the traceback a frame that holds the
    future: whatever the view had read, megabytes of a refused body among it, would stay until the collector of
    reference cycles comes, which stops all threads for the longer the more there is. With DEBUG the page of an error
    shows the variables, so they are kept.
    """

    def make_view_atomic(self, view: View) -> View:
        """The view as Django runs it."""
        atomic: View = super().make_view_atomic(view)
        if settings.DEBUG or iscoroutinefunction(atomic):
            return atomic

        @wraps(atomic)
        def emptied(*args: Any, **kwargs: Any) -> Any:
            try:
                return atomic(*args, **kwargs)
            except Exception as error:
                empty_frames(error)
                raise

        return emptied


def empty_frames(error: BaseException) -> None:
    """Forget the variables of the functions that ``error``, and what it was raised from, passed through."""
    seen: set[int] = set()
    following: list[BaseException | None] = [error]
    while following:
        one = following.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        traceback.clear_frames(one.__traceback__)
        following += [one.__context__, one.__cause__]
