"""A TCP proxy that stands between a process and a node, and does to the connection what networks do."""

import asyncio
import contextlib
import socket
import struct
import threading
import urllib.parse


class Proxy:
    """Passes bytes on as they come, until a shape is put over all of its connections."""

    def __init__(self, url):
        self.target = urllib.parse.urlsplit(url)
        self.pairs = set()
        self.shape = Shape()
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()
        self.ready.wait(5)

    def _serve(self):
        asyncio.set_event_loop(self.loop)
        self.server = self.loop.run_until_complete(asyncio.start_server(self._connected, "127.0.0.1", 0, limit=1 << 20))
        self.port = self.server.sockets[0].getsockname()[1]
        self.ready.set()
        self.loop.run_forever()

    async def _connected(self, reader, writer):
        try:
            to_node = await asyncio.open_connection(self.target.hostname, self.target.port)
        except OSError:
            writer.transport.abort()
            return
        pair, state = (writer, to_node[1]), {}
        self.pairs.add(pair)
        ways = [
            asyncio.create_task(self._pass("up", reader, to_node[1], state)),
            asyncio.create_task(self._pass("down", to_node[0], writer, state))]
        # When one way is over, so is the other.
        done, pending = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in pending:
            way.cancel()
        await asyncio.gather(*done, *pending, return_exceptions=True)
        self.pairs.discard(pair)
        for end in pair:
            reset(end)

    async def _pass(self, direction, reader, writer, state):
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while data := await reader.read(65536):
            async for piece in self.shape.pieces(direction, data, state):
                writer.write(piece)
                await writer.drain()
        raise Cut

    def address(self, url):
        """The same address, through this proxy."""
        return url.replace(f"@{self.target.hostname}:{self.target.port}/", f"@127.0.0.1:{self.port}/")

    def cut(self):
        """Resets every connection there is."""

        def now():
            for pair in list(self.pairs):
                for end in pair:
                    reset(end)

        self.loop.call_soon_threadsafe(now)

    @contextlib.contextmanager
    def shaped(self, shape):
        """Treats all connections, old and new, in a certain way for a while."""
        self.shape = shape
        try:
            yield shape
        finally:
            self.shape = Shape()
            shape.over.set()

    def close(self):
        """Ends all connections; the loop's thread ends with the program."""
        self.server.close()
        self.cut()


class Cut(Exception):
    """The connection is over."""


def reset(writer):
    """RST instead of FIN, as a firewall would."""
    with contextlib.suppress(OSError):
        handle = writer.get_extra_info("socket")
        if handle:
            handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


class Shape:
    """Bytes pass as they are. Others hold them back, take some out, or break the connection."""

    def __init__(self):
        self.over = threading.Event()
        # How often it did what it is for.
        self.times = 0

    async def pieces(self, direction, data, state):
        """What becomes of bytes that go `up` to the node or `down` from it; `state` belongs to the connection."""
        yield data
