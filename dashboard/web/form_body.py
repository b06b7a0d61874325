"""What a plain form sent."""

from urllib.parse import parse_qs

from starlette.requests import Request

MAX_FORM_BYTES = 16_384


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form by name; empty where it is none, or larger than any of ours."""
    body = await read_body(request, MAX_FORM_BYTES)
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


async def read_body(request: Request, max_bytes: int) -> bytes:
    """What a request brought; empty where it is more than ``largest`` bytes, of which no more is read."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            return b""
    return body
