"""Pictures of products, as somebody with a camera would have them: drawn here, so that none has to be kept."""

import struct
import zlib


def picture(width: int, height: int, hue: int) -> bytes:
    """A PNG: a disc in front of a wall that gets darker."""
    rows = []
    for y in range(height):
        row = bytearray([0])
        for x in range(width):
            inside = (x - width / 2) ** 2 + (y - height / 2) ** 2 < (height / 3) ** 2
            shade = 230 - 90 * y // height
            row += bytes([hue, 120, 255 - hue] if inside else [shade, shade, shade - 10])
        rows.append(bytes(row))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, content) for name, content in parts)


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
