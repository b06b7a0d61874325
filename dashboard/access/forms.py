"""What a plain form sent."""

from urllib.parse import parse_qs

from starlette.requests import Request

LARGEST = 16_384


async def sent(request: Request) -> dict[str, str]:
    """The fields of a form by name; empty where it is none, or larger than any of ours."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}
