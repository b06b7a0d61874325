"""Routers of pages and of the API: plain handlers run in the pool of their caller."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute

from dashboard.web.threads import run_in_threadpool


class PooledRoute(APIRoute):
    """A route whose handler, if it is no coroutine, runs in a thread of :mod:`dashboard.web.threads`.

    FastAPI's own pool is one for everybody, so strangers could empty it. What OpenAPI does not describe
    answers ``HEAD`` as ``GET``.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **kwargs: Any) -> None:
        methods = set(kwargs.pop("methods", None) or ("GET",))
        if "GET" in methods and not kwargs.get("include_in_schema", True):
            methods.add("HEAD")
        super().__init__(path, in_pool(endpoint), methods=methods, **kwargs)


def page_router(*dependencies: Any) -> APIRouter:
    """Return a router for pages, which OpenAPI does not describe.

    :param dependencies: of every route, such as a permission that they share
    """
    return APIRouter(route_class=PooledRoute, dependencies=dependencies, include_in_schema=False)


def api_router(*dependencies: Any) -> APIRouter:
    """Return a router for programs, which OpenAPI describes.

    :param dependencies: of every route, such as a permission that they share
    """
    return APIRouter(route_class=PooledRoute, dependencies=dependencies)


def in_pool(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Return a handler that awaits a plain one in its caller's pool; a coroutine stays as it is."""
    if inspect.iscoroutinefunction(handler):
        return handler

    @wraps(handler)
    async def respond(*args: Any, **kwargs: Any) -> Any:
        return await run_in_threadpool(handler, *args, **kwargs)

    return respond
