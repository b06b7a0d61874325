"""What a plain form sent."""

from urllib.parse import parse_qs

from starlette.requests import Request

LARGEST = 16_384


async def sent(request: Request) -> dict[str, str]:
    """The fields of a form by name; empty where it is none, or larger than any of ours."""
    body = await body_of(request, LARGEST)
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


async def body_of(request: Request, largest: int) -> bytes:
    """What a request brought; empty where it is more than ``largest`` bytes, of which no more is read."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > largest:
            return b""
    return body
