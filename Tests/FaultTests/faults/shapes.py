"""What networks do to a connection."""

import asyncio
import struct

from .proxy import Cut, Shape

BASIC_ACK = struct.pack(">HH", 60, 80)


class Blackhole(Shape):
    """Nothing passes, and nobody is told: the other end is gone without a word."""

    async def pieces(self, direction, data, state):
        self.times += 1
        while not self.over.is_set():
            await asyncio.sleep(0.05)
        raise Cut
        yield


class Delay(Shape):
    """Everything comes so many seconds later."""

    def __init__(self, seconds):
        super().__init__()
        self.seconds = seconds

    async def pieces(self, direction, data, state):
        self.times += 1
        for _ in range(int(self.seconds / 0.05)):
            if not self.over.is_set():
                await asyncio.sleep(0.05)
        yield data


class Trickle(Shape):
    """A few bytes at a time, so that every message comes in pieces."""

    async def pieces(self, direction, data, state):
        at = 0
        while at < len(data) and not self.over.is_set():
            self.times += 1
            end = at + 1 + self.times % 16
            yield data[at:end]
            at = end
            await asyncio.sleep(0)
        if at < len(data):
            yield data[at:]


def tells_of_a_commit(data):
    """Whether the server says that a transaction is committed, or rows that were sent without BEGIN and COMMIT."""
    return b"COMMIT\0" in data or b"INSERT 0 " in data and data.endswith(b"\0Z\0\0\0\5I")


class LosesCommitAnswers(Shape):
    """The server has committed, and the connection is reset before anybody hears of it."""

    def __init__(self, dice, share):
        super().__init__()
        self.dice, self.share = dice, share

    async def pieces(self, direction, data, state):
        if direction == "down" and tells_of_a_commit(data) and self.dice.random() < self.share:
            self.times += 1
            raise Cut
        yield data


class ResetsAtCommit(LosesCommitAnswers):
    """COMMIT is on its way to the server, and the connection is reset: it may have taken effect or not."""

    async def pieces(self, direction, data, state):
        yield data
        if direction == "up" and b"commit\0" in data and self.dice.random() < self.share:
            self.times += 1
            raise Cut


class SwallowsAcks(Shape):
    """The broker's confirms are lost; everything else passes."""

    async def pieces(self, direction, data, state):
        if direction == "up":
            yield data
            return
        data = state.pop("rest", b"") + data
        passed = bytearray()
        while len(data) >= 8:
            kind, _, size = struct.unpack(">BHI", data[:7])
            if len(data) < size + 8:
                break
            frame, data = data[: size + 8], data[size + 8:]
            if kind == 1 and frame[7:11] == BASIC_ACK:
                self.times += 1
            else:
                passed += frame
        state["rest"] = data
        if self.over.is_set():
            passed, state["rest"] = passed + data, b""
        yield bytes(passed)
