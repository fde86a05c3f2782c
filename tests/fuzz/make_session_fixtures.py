"""PNG figures that carry a session, and some that are broken.

    python make_session_fixtures.py [--check] corpus/session
"""
import struct
import zlib

import fixture_folder

SESSION = b'{"schema":1,"baryscope":"0.1.0","options":{"text":"a bakery","layer":"0"},"inputs":[]}'
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind, data, checksum=None, length=None):
    body = kind + data
    return struct.pack(">I", len(data) if length is None else length) + body + struct.pack(
        ">I", zlib.crc32(body) if checksum is None else checksum)


def deflated(data):
    """Stored blocks, not compressed: the same bytes whatever zlib writes them."""
    blocks = b""
    for begin in range(0, max(1, len(data)), 65535):
        piece = data[begin:begin + 65535]
        last = begin + 65535 >= len(data)
        blocks += bytes([last]) + struct.pack("<HH", len(piece), 0xFFFF ^ len(piece)) + piece
    return b"\x78\x01" + blocks + struct.pack(">I", zlib.adler32(data))


def picture(*chunks, width=2, height=2, depth=8, colour=6, pixels=None, end=True):
    data = (b"\0" + b"\x40" * 8) * 2 if pixels is None else pixels
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return SIGNATURE + head + b"".join(chunks) + chunk(b"IDAT", deflated(data)) + (chunk(b"IEND", b"") if end else b"")


def words(data=SESSION, key=b"baryscope.session"):
    return chunk(b"tEXt", key + b"\0" + data)


FIXTURES = {
    "good": picture(words()),
    "good-international": picture(chunk(b"iTXt", b"baryscope.session\0\0\0\0\0" + SESSION)),
    "good-compressed": picture(chunk(b"zTXt", b"baryscope.session\0\0" + deflated(SESSION))),
    "without-a-session": picture(),
    "session-twice": picture(words(), words(b"{}")),
    "session-empty": picture(words(b"")),
    "session-no-utf-8": picture(words(b'{"schema":1,"options":{"text":"\xff"}}')),
    "session-compressed-by-nonsense": picture(chunk(b"zTXt", b"baryscope.session\0\0nonsense")),
    "checksum-wrong": picture(chunk(b"tEXt", b"baryscope.session\0" + SESSION, checksum=7)),
    "length-2^32-1": picture(chunk(b"tEXt", b"baryscope.session\0" + SESSION, length=2**32 - 1)),
    "length-2^31-1": picture(chunk(b"tEXt", b"baryscope.session\0" + SESSION, length=2**31 - 1)),
    "width-0": picture(words(), width=0),
    "width-2^31-1": picture(words(), width=2**31 - 1, height=2**31 - 1),
    "width-2^32-1": picture(words(), width=2**32 - 1),
    "width-60000": picture(words(), width=60000, height=60000),
    "depth-16": picture(words(), depth=16),
    "colours-of-a-palette": picture(words(), colour=3),
    "pixels-cut-off": picture(words(), pixels=b"\0"),
    "pixels-nonsense": picture(words(), pixels=b"\x09" * 18),
    "end-missing": picture(words(), end=False),
    "cut-off": picture(words())[:60],
    "signature-only": SIGNATURE,
}

if __name__ == "__main__":
    fixture_folder.main(FIXTURES, "png")
