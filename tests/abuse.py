"""What abuse costs a server: time, processor and memory of each thing that somebody could send it.

    postbag serve --addr 127.0.0.1:3477 --data /tmp/abuse
    python3 abuse.py 3477 PID [SESSION]

PID is the server's. It has to run as the same user, since its memory is read in /proc, and to listen on 127.0.0.1. With the value of
an organiser's cookie `postbag_desk` what only organisers can send is sent as well. Compare the figures with each other: the first
lines are what a page and a letter cost.
"""

import http.client
import json
import os
import re
import socket
import struct
import sys
import time
import urllib.parse
import uuid
import zlib

PORT, PID = int(sys.argv[1]), int(sys.argv[2])
SESSION = sys.argv[3] if len(sys.argv) > 3 else None
CAMPAIGN = "/c/cluster-munitions"
API = "/api/v1/campaigns/cluster-munitions"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
DESK = {"Cookie": f"postbag_desk={SESSION}", "Sec-Fetch-Site": "same-origin"}


def memory(which):
    """In MB: VmRSS now, VmHWM the most."""
    with open(f"/proc/{PID}/status") as status:
        return int(re.search(which + r":\s+(\d+)", status.read())[1]) / 1024


def processor():
    with open(f"/proc/{PID}/stat") as stat:
        user, system = stat.read().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def measured(what, act):
    with open(f"/proc/{PID}/clear_refs", "w") as refs:
        refs.write("5")  # VmHWM begins anew.
    before, used, began = memory("VmRSS"), processor(), time.monotonic()
    try:
        answer = act()
    except OSError as error:
        answer = f"({error})"
    took, used, grew = time.monotonic() - began, processor() - used, memory("VmHWM") - before
    print(f"{what:<62} {answer!s:<16} {took:6.2f} s  {used:6.2f} s of processor  {grew:5.0f} MB", flush=True)


def ask(method, path, body=None, headers={}, source="127.0.0.1"):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=90, source_address=(source, 0))
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def head(lines):
    with socket.create_connection(("127.0.0.1", PORT), timeout=30) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + lines + b"\r\n")
        return connection.recv(64).split(b" ")[1].decode()


def half_heads(count, filled):
    """As many as one address may hold, a byte a second; somebody else asks meanwhile."""
    held, worst, began = [], 0.0, time.monotonic()
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", PORT), timeout=5)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + b"a" * filled)
        connection.setblocking(False)
        held.append(connection)
    while held and time.monotonic() - began < 90:
        time.sleep(1)
        asked = time.monotonic()
        ask("GET", CAMPAIGN, source="127.0.0.2")
        worst = max(worst, time.monotonic() - asked)
        for connection in held[:]:
            try:
                connection.send(b"a")
                if connection.recv(4096) == b"":
                    raise ConnectionResetError
            except BlockingIOError:
                pass
            except OSError:
                held.remove(connection)
                connection.close()
    return f"worst {worst:.2f} s"


def letter(note, **more):
    return {"target": "mission-ao-us", "name": "Ada", "place": "Here", "blanks": {"your-reason": "x"}, "note": note, **more}


def preview(note):
    return lambda: ask("POST", API + "/preview", json.dumps(letter(note), ensure_ascii=False).encode(), JSON)


def form(note):
    fields = {"step": "check", "name": "Ada", "place": "Here", "blanks.your-reason": "x", "note": note}
    return lambda: ask("POST", CAMPAIGN + "/write/mission-ao-us", urllib.parse.urlencode(fields), FORM)


def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj()
    rows = b"".join([packer.compress(b"\0" * (1 + 3 * width)) for _ in range(height)] + [packer.flush()])
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def upload(file):
    mark = uuid.uuid4().hex
    part = f'--{mark}\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n'
    words = "".join(part % (name, "") + "Stripes\r\n" for name in ("credit", "alternative_text"))
    body = words.encode() + (part % ("file", '; filename="a.png"')).encode() + file + f"\r\n--{mark}--\r\n".encode()
    headers = {**DESK, "Content-Type": f"multipart/form-data; boundary={mark}"}
    return lambda: ask("POST", "/desk" + CAMPAIGN + "/artwork", body, headers)


for _ in range(3):
    ask("GET", CAMPAIGN)
    preview("word " * 100)()
measured("a page", lambda: ask("GET", CAMPAIGN))
measured("a preview of 500 characters", preview("word " * 100))
for size in (10_000, 1_000_000):
    measured(f"a head of {size} bytes", lambda: head(b"X-Long: " + b"a" * size + b"\r\n"))
measured("a head of 110 lines", lambda: head(b"".join(b"X-%d: a\r\n" % line for line in range(110))))
for count in (5_000, 10_000):
    query = "&".join(f"a{field}=b" for field in range(count))
    measured(f"{count} fields in a query", lambda: ask("GET", f"{CAMPAIGN}?{query}"))
for what, sign in (("combining marks", "\u0301"), ("marks in disorder", "\u0301\u0323"), ("Arabic", "\u0628"), ("Thai", "\u0e01")):
    measured(f"a form with 64 KB of {what}", form("a" + sign * (65_000 // len(urllib.parse.quote(sign)))))
    measured(f"a preview with 64 KB of {what}", preview("a" + sign * (65_000 // len(sign.encode()))))
    measured(f"a preview with 8,000 {what}", preview("a" + sign * (8_000 // len(sign))))
joined = "\U0001f468\u200d"
measured("a preview with 2,400 joined emoji", preview(joined * 1_200))
measured("a preview with 18,600 joined emoji", preview(joined * 9_300))
measured("60,000 brackets as JSON", lambda: ask("POST", API + "/preview", b'{"target":' + b"[" * 60_000, JSON))
measured("600 half heads", lambda: half_heads(600, 0))
measured("500 half heads of 390 KB", lambda: half_heads(500, 390_000))
if SESSION:
    for width, height in ((1000, 700), (7300, 5400), (8000, 5100)):
        measured(f"a picture of {width} x {height}", upload(png(width, height)))
