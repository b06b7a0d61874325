"""Sixty sign-ins at once, on a real server: the others are served meanwhile, and too many are refused."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

import httpx
import pytest

from dashboard.pages.account import labels
from data.services.auth.password_queue import MAX_PENDING_OF_SITE
from data.services.auth.passwords import PasswordService
from tests.dashboard.asgi_client import run_in_own_loop
from tests.dashboard.sign_in import FAST_HASHER, PASSWORD
from tests.dashboard.web_contexts import WallServer
from tests.personas import CAMAT_BARAT

ATTEMPTS = 60
WRONG = "salah sekali ini"


class HeldPasswords(PasswordService):
    """Hashes of wrong passwords take until they are released."""

    def __init__(self) -> None:
        super().__init__(FAST_HASHER)
        self.released = threading.Event()

    def matches(self, stored_hash: str | None, password: str) -> bool:
        if password == WRONG:
            self.released.wait()
        return super().matches(stored_hash, password)


class Attack:
    """Sign-ins from sixty networks of one site, none of which has been checked yet."""

    def __init__(self, address: str, passwords: HeldPasswords) -> None:
        self.address, self.passwords, self.statuses = address, passwords, list[int]()
        self.refused = asyncio.Event()

    async def sign_in(self, client: httpx.AsyncClient, number: int) -> None:
        fields = {"name": f"camat.kota-{number}", "password": WRONG}
        headers = {"X-Forwarded-For": f"2001:db8:7:{number:x}::1", "Sec-Fetch-Site": "same-origin"}
        answer = await client.post("/masuk", data=fields, headers=headers)
        self.statuses.append(answer.status_code)
        if answer.status_code == 503:
            assert str(labels.SIGN_IN_BUSY) in answer.text
            assert answer.headers["retry-after"] == "5"
        if len(self.statuses) == ATTEMPTS - MAX_PENDING_OF_SITE:
            self.refused.set()

    async def run(self, meanwhile: Coroutine[Any, Any, None]) -> None:
        """Run the attack, and something else while the hashes of its sign-ins take their time."""
        limits = httpx.Limits(max_connections=ATTEMPTS)
        async with httpx.AsyncClient(base_url=self.address, limits=limits, timeout=60) as client:
            tasks = [asyncio.create_task(self.sign_in(client, number)) for number in range(ATTEMPTS)]
            try:
                await asyncio.wait_for(self.refused.wait(), 60)
                await meanwhile
            finally:
                self.passwords.released.set()
            await asyncio.gather(*tasks)


@pytest.fixture
def passwords(wall_server: WallServer) -> HeldPasswords:
    held = HeldPasswords()
    wall_server.accounts._passwords = held
    wall_server.accounts.create_account(CAMAT_BARAT, PASSWORD, must_change=False)
    return held


def test_sixty_sign_ins_hold_up_nobody_else(wall_server: WallServer, passwords: HeldPasswords) -> None:
    """Kind: slow work of strangers takes every thread, and the citizens' pages wait for it."""
    address = wall_server.url.removesuffix("/layar")
    same_origin = {"Sec-Fetch-Site": "same-origin"}
    credentials = {"name": CAMAT_BARAT.name, "password": PASSWORD}

    async def others() -> None:
        async with httpx.AsyncClient(base_url=address, headers=same_origin, timeout=60) as citizen:
            lookup = {"number": "P261123-AAAA", "key": "tidak-ada"}
            answers = [await citizen.post("/lacak", data=lookup) for _ in range(3)]
            assert {answer.status_code for answer in answers} <= {200, 404}
        async with httpx.AsyncClient(base_url=address, headers=same_origin, timeout=60) as office:
            office.cookies = device_cookies
            assert (await office.post("/masuk", data=credentials)).status_code == 303
            assert (await office.get("/akun")).status_code == 200
        assert not passwords.released.is_set()

    with httpx.Client(base_url=address, headers=same_origin) as office:
        assert office.post("/masuk", data=credentials).status_code == 303
        device_cookies = httpx.Cookies({"pantau_perangkat": office.cookies["pantau_perangkat"]})
    attack = Attack(address, passwords)
    run_in_own_loop(attack.run(others()))
    assert attack.statuses.count(503) == ATTEMPTS - MAX_PENDING_OF_SITE
    assert attack.statuses.count(401) == MAX_PENDING_OF_SITE
