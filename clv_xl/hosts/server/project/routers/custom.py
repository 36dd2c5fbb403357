"""What no Excel asks for is refused. xlwings-server loads this file at its start, and lifespan.py sees to it that it did.

A call that is malformed gets 400 and a sentence. xlwings-server reads a call on trust and would answer 500, which says that the server
is broken and makes add-ins try three times. So when a call fails, and only then, it is looked at: where the call itself is wrong, that
is the answer; where it is right, the fault is the server's own and stays a 500.

A call that is larger than CLV_XL_MOST_MB says, 20 where it says nothing, gets 413 before it is read: to read it takes a hundred times
its size, from all who use the server.

An address that leads out of its folder gets 404: what is beside static/, such as .env, is nobody's to read.
"""

from __future__ import annotations

import json
import logging
import os
import re
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from xlwings_server.config import settings
from xlwings_server.main import app
from xlwings_server.routers.xlwings import custom_functions

PATH = f"{settings.app_path}/xlwings/custom-functions-call"

MOST = round(float(os.environ.get("CLV_XL_MOST_MB", "20")) * 1e6)
"""Bytes of a call: 500,000 rows of a customer, a day and an amount."""

logger = logging.getLogger(__name__)


def what_is_wrong(body: bytes) -> str | None:
    """Why a body is no call of a function, in a sentence; None where it is one."""
    try:
        call = json.loads(body)
    except (ValueError, RecursionError):
        return "The body is not JSON."
    if not isinstance(call, dict):
        return "The body is not a JSON object."
    absent = [key for key in ("func_name", "args", "version", "runtime") if key not in call]
    if absent:
        return f"The call lacks {', '.join(absent)}."
    if not _is_number(call["runtime"]):
        return "runtime is not a version such as 1.4."
    if any(not isinstance(call.get(key), str | None) for key in ("date_format", "culture_info_name")):
        return "date_format and culture_info_name are texts."
    return _wrong_arguments(call["func_name"], call["args"])


def _wrong_arguments(name: Any, args: Any) -> str | None:
    function = getattr(custom_functions, name, None) if isinstance(name, str) else None
    parameters = getattr(function, "__xlfunc__", {}).get("args")
    if parameters is None:
        return "There is no function of that name."
    least = sum("optional" not in parameter and not parameter["vararg"] for parameter in parameters)
    if not isinstance(args, list) or not least <= len(args) <= len(parameters):
        return f"{name} takes a list of {least} to {len(parameters)} arguments."
    if any(parameter["vararg"] and not isinstance(arg, list) for parameter, arg in zip(parameters, args)):
        return f"The last argument of {name} is a list of arguments."
    try:
        json.dumps(args, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return "A text holds half a character."
    return None


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _leads_out(path: str) -> bool:
    """Whether an address may be read as another folder's, on any system: by dots, or by a drive of Windows."""
    parts = [part for part in re.split(r"[/\\]", path) if part]
    return any(":" in part or not part.strip(". ") for part in parts)


def _stated_length(scope: Scope) -> int:
    stated = dict(scope["headers"]).get(b"content-length", b"")
    return int(stated) if stated.isdigit() else 0


async def _refuse_large(scope: Scope, receive: Receive, send: Send) -> None:
    logger.warning("Refused a call of more than %s bytes", f"{MOST:,}")
    detail = f"The call is larger than {MOST / 1e6:,.0f} MB, the most that this server takes; give fewer rows."
    await JSONResponse({"detail": detail}, status_code=413)(scope, receive, send)


class Guard:
    """Lets through what an Excel may ask; a call of a function that fails is looked at."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if _leads_out(scope["path"]):
            return await JSONResponse({"detail": "Not Found"}, status_code=404)(scope, receive, send)
        if _stated_length(scope) > MOST:
            return await _refuse_large(scope, receive, send)
        if scope["path"] != PATH:
            return await self.app(scope, receive, send)
        body: list[bytes] = []
        too_large = False

        async def reading() -> Message:
            nonlocal too_large
            message = await receive()
            body.append(message.get("body", b""))
            too_large = sum(map(len, body)) > MOST  # sent in pieces, without a length
            return {"type": "http.disconnect"} if too_large else message

        async def sending(message: Message) -> None:
            if not too_large:
                await send(message)

        try:
            await self.app(scope, reading, sending)
        except Exception:
            reason = None if too_large else what_is_wrong(b"".join(body))
            if reason is None and not too_large:
                raise
            if reason is not None:
                logger.warning("Refused a call: %s", reason)
                await JSONResponse({"detail": reason}, status_code=400)(scope, receive, send)
        if too_large:
            await _refuse_large(scope, receive, send)


app.add_middleware(Guard)
