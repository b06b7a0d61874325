"""Bodies of plain forms, read within a limit."""

from urllib.parse import parse_qs

from starlette.requests import Request

MAX_FORM_BYTES = 16_384


async def read_form(request: Request) -> dict[str, str]:
    """Return a form's fields by name; empty if the body is no form, or larger than ``MAX_FORM_BYTES``."""
    body = await read_body(request, MAX_FORM_BYTES)
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


async def read_body(request: Request, max_bytes: int) -> bytes:
    """Return a request's body; empty if it has more than ``max_bytes``, after which no more is read."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            return b""
    return body
