#!/usr/bin/env python3
"""Checks exports of a Hindsight log offline.

    python3 verify.py [--key KEY] [--json] BUNDLE...

A bundle is a .tar file or the folder it was unpacked to. KEY is the log's public key (`hindsight/<id>+<id>+<base64>`)
as you got it from its operator by another way than the bundle; without it the key inside the bundle is used, which
shows that the bundle is whole but not whose it is. Exit code: 0 all is well, 1 something is not, 2 wrong use.

This program needs Python 3.8 or newer and nothing else, and shares no code with the product that makes the bundles.
Followed: RFC 8032 (Ed25519), RFC 9162 section 2.1 (Merkle trees), c2sp.org/signed-note, c2sp.org/tlog-checkpoint.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import sys

FORMAT = "hindsight-export/1"
NEWER = ("checkpoint-newer.txt", "consistency.json")


# --- Ed25519, RFC 8032 section 5.1 ---------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(a, b):
    """The sum of two points in extended coordinates (X, Y, Z, T)."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    k, m, n, o = f - e, h - g, h + g, f + e
    return (k * m % P, n * o % P, m * n % P, k * o % P)


def times(scalar, point):
    total = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            total = add(total, point)
        point = add(point, point)
        scalar >>= 1
    return total


def x_of(y, odd):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if odd else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P != 0:
        return None
    return P - x if (x & 1) != odd else x


def point_of(data):
    number = int.from_bytes(data, "little")
    y, odd = number & ((1 << 255) - 1), number >> 255
    x = x_of(y, odd) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


def encoded(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | ((x & 1) << 255)).to_bytes(32, "little")


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(BASE_Y, 0), BASE_Y, 1, x_of(BASE_Y, 0) * BASE_Y % P)


def is_signed(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    a = point_of(public)
    s = int.from_bytes(signature[32:], "little")
    if a is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus_a = (P - a[0], a[1], 1, P - a[3])
    return encoded(add(times(s, BASE), times(k, minus_a))) == signature[:32]


# --- Merkle trees, RFC 9162 section 2.1 ------------------------------------------------------------------------------


def sha256(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha256(b"\x01" + left + right)


def is_included(index, size, leaf, proof, root):
    if not 0 <= index < size or len(leaf) != 32:
        return False
    fn, sn, r = index, size - 1, leaf
    for p in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def is_consistent(first, second, proof, first_root, second_root):
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    path = list(proof)
    if not path:
        return False
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


# --- Signed notes and checkpoints ----------------------------------------------------------------------------------


def unbase64(text):
    """The bytes, or None unless the text is exactly what encoding them gives."""
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def parse_key(text):
    """(name, id, public key) or None."""
    match = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", text)
    typed = unbase64(match.group(3)) if match else None
    if not typed or len(typed) != 33 or typed[0] != 1:
        return None
    name = match.group(1)
    key_id = sha256(name.encode() + b"\n" + typed)[:4]
    return (name, key_id, typed[1:]) if key_id.hex() == match.group(2) else None


def open_note(note, key):
    """The text that the key has signed, or None."""
    text, separator, signatures = note.rpartition("\n\n")
    if not separator or not signatures.endswith("\n"):
        return None
    text += "\n"
    good = False
    for line in signatures[:-1].split("\n"):
        match = re.fullmatch(r"\u2014 ([^\s+]+) (\S+)", line)
        data = unbase64(match.group(2)) if match else None
        if not data or len(data) <= 4:
            return None
        if match.group(1) != key[0] or data[:4] != key[1]:
            continue
        if not is_signed(key[2], text.encode(), data[4:]):
            return None
        good = True
    return text if good else None


def open_checkpoint(data, key):
    """(size, root) or None."""
    text = open_note(as_text(data), key)
    lines = text.split("\n") if text else []
    if len(lines) < 4 or lines[0] != key[0] or not re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1]):
        return None
    root = unbase64(lines[2])
    return (int(lines[1]), root) if root and len(root) == 32 else None


def as_text(data):
    return data.decode("utf-8", "replace")


# --- Bundles ---------------------------------------------------------------------------------------------------------


def tar_header(name, size):
    header = bytearray(512)
    header[0 : len(name)] = name.encode()
    header[100:108] = b"0000644\0"
    header[108:116] = header[116:124] = b"0000000\0"
    header[124:136] = b"%011o\0" % size
    header[136:148] = b"%011o\0" % 0
    header[148:156] = b" " * 8
    header[156:157] = b"0"
    header[257:265] = b"ustar\x0000"
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def untar(data):
    """The files of an archive that is, byte for byte, as the product writes it; and what is not, or None."""
    files, at = {}, 0
    while at + 512 <= len(data) and data[at] != 0:
        header = data[at : at + 512]
        name = header[:100].rstrip(b"\0").decode("ascii", "replace")
        try:
            size = int(header[124:135], 8)
        except ValueError:
            return files, "the archive has no readable header for its file %d" % (len(files) + 1)
        if not re.fullmatch(r"[A-Za-z0-9.-]{1,100}", name) or name in files or header != tar_header(name, size):
            return files, "the archive's header of its file %d was altered" % (len(files) + 1)
        content = data[at + 512 : at + 512 + size]
        padding = data[at + 512 + size : at + 512 + size + -size % 512]
        if len(content) != size or padding != bytes(-size % 512):
            return files, "the archive was altered or cut at the end of %s" % name
        files[name] = content
        at += 512 + size + -size % 512
    return files, None if data[at:] == bytes(1024) else "the archive was altered or cut after its last file"


def read(path):
    if not os.path.isdir(path):
        with open(path, "rb") as file:
            return untar(file.read())
    files = {}
    for name in sorted(os.listdir(path)):
        if os.path.isfile(os.path.join(path, name)) and not name.startswith("."):
            with open(os.path.join(path, name), "rb") as file:
                files[name] = file.read()
    return files, None


class Check:
    """Looks at everything, and remembers what is wrong: places of events first, then files."""

    def __init__(self, files, trusted):
        self.files = files
        self.trusted = trusted
        self.events = []
        self.others = []
        self.count = 0
        self.key_text = ""
        self.size = 0

    def bad(self, file, message, **place):
        kind = self.events if place else self.others
        kind.append(dict(file=file, message=message, **place))

    def run(self):
        self.key_text = as_text(self.files.get("key.txt", b"")).rstrip("\n")
        if self.trusted and self.key_text != self.trusted:
            self.bad("key.txt", "is not the key you trust")
            self.key_text = self.trusted
        key = parse_key(self.key_text)
        if key is None:
            return self.bad("key.txt", "holds no key")
        manifest = self.manifest(key)
        checkpoint = open_checkpoint(self.files.get("checkpoint.txt", b""), key)
        if checkpoint is None:
            self.bad("checkpoint.txt", "is not signed by the log's key")
        else:
            self.size = checkpoint[0]
        self.lines(manifest, checkpoint)
        if any(name in self.files for name in NEWER):
            self.newer(checkpoint, key)
        log = manifest.get("log", {})
        if checkpoint and log and (log.get("size"), log.get("root")) != (
            checkpoint[0],
            base64.b64encode(checkpoint[1]).decode(),
        ):
            self.bad("checkpoint.txt", "is not the checkpoint that the manifest names")

    def manifest(self, key):
        data = self.files.get("manifest.json", b"")
        text = open_note(as_text(self.files.get("manifest.sig", b"")), key)
        if text is None:
            self.bad("manifest.sig", "is not signed by the log's key")
        elif text != "%s\n%s\n" % (FORMAT, base64.b64encode(sha256(data)).decode()):
            self.bad("manifest.json", "is not the one that was signed")
        try:
            manifest = json.loads(data.decode("utf-8"))
            named = manifest["files"]
            for name in sorted(set(named) | (set(self.files) - {"manifest.json", "manifest.sig"})):
                if name not in self.files:
                    self.bad(name, "is missing")
                elif name not in named:
                    self.bad(name, "does not belong here")
                elif (len(self.files[name]), sha256(self.files[name]).hex()) != (
                    named[name]["bytes"],
                    named[name]["sha256"],
                ):
                    self.bad(name, "is not what was exported")
            return manifest
        except (ValueError, KeyError, TypeError, AttributeError):
            self.bad("manifest.json", "cannot be read")
            return {}

    def lines(self, manifest, checkpoint):
        """Every event with its proof, up to the first pair that is wrong."""
        events, proofs = (self.files.get(name, b"").split(b"\n") for name in ("events.jsonl", "proofs.jsonl"))
        for name, parts in (("events.jsonl", events), ("proofs.jsonl", proofs)):
            if parts.pop() != b"":
                self.bad(name, "does not end with a newline")
        blamed = [place["file"] for place in self.others]
        proofs_only = "proofs.jsonl" in blamed and "events.jsonl" not in blamed
        hashes = [sha256(b"\x00" + event) for event in events]
        last = -1
        for at in range(max(len(events), len(proofs))):
            line = at + 1
            try:
                proof = json.loads(proofs[at].decode("utf-8")) if at < len(proofs) else None
                place = self.place(line, proof, events[at] if at < len(events) else None)
                if proof is None:
                    return self.bad("events.jsonl", "this event has no proof", **place)
                leaf = bytes.fromhex(proof["leaf"])
                path = [unbase64(part) for part in proof["proof"]]
                index = proof["index"]
                sound = len(leaf) == 32 and all(part and len(part) == 32 for part in path) and type(index) is int
            except (ValueError, KeyError, TypeError, IndexError):
                place = self.place(line, None, events[at] if at < len(events) else None)
                return self.bad("proofs.jsonl", "the proof of this event cannot be read", **place)
            if at >= len(hashes) or hashes[at] != leaf:
                if proofs_only:
                    return self.bad("proofs.jsonl", "the proof of this event was altered", **place)
                found = leaf in hashes
                what = "is not in its place" if found else "is missing or was altered"
                return self.bad("events.jsonl", "this event " + what, **place)
            event = json.loads(events[at].decode("utf-8"))
            if [event.get(name) for name in ("id", "stream", "revision")] != [
                proof.get(name) for name in ("id", "stream", "revision")
            ]:
                return self.bad("proofs.jsonl", "the proof of this event is another one's", **place)
            if not sound or index <= last:
                return self.bad("proofs.jsonl", "the proof of this event is out of order", **place)
            if checkpoint and not is_included(index, checkpoint[0], leaf, path, checkpoint[1]):
                return self.bad("proofs.jsonl", "this event is not proved to be in the log", **place)
            query = manifest.get("query", {})
            if query.get("kind") == "record" and (event["stream"], event["revision"]) != (query.get("stream"), at):
                return self.bad("events.jsonl", "an event of the record before this one is missing", **place)
            last = index
            self.count += 1
        if manifest and manifest.get("counts", {}).get("events") != self.count:
            self.bad("events.jsonl", "holds %d events, not as many as the manifest says" % self.count)

    @staticmethod
    def place(line, proof, event):
        """What is known of the event of a line: the proof knows what should stand there."""
        known = proof
        if not isinstance(known, dict):
            try:
                known = json.loads((event or b"").decode("utf-8"))
            except ValueError:
                known = {}
            if not isinstance(known, dict):
                known = {}
        place = {name: known.get(name) for name in ("index", "stream", "revision", "id")}
        return dict(line=line, index=place["index"], stream=place["stream"], revision=place["revision"], event=place["id"])

    def newer(self, checkpoint, key):
        newer = open_checkpoint(self.files.get(NEWER[0], b""), key)
        if newer is None:
            return self.bad(NEWER[0], "is not signed by the log's key")
        try:
            proof = [unbase64(part) for part in json.loads(self.files[NEWER[1]].decode("utf-8"))]
            sound = all(part and len(part) == 32 for part in proof)
        except (ValueError, KeyError, TypeError):
            sound = False
        if not sound or not (checkpoint and is_consistent(checkpoint[0], newer[0], proof, checkpoint[1], newer[1])):
            self.bad(NEWER[1], "does not prove that the newer checkpoint continues this one")


def described(place):
    text = place["file"]
    if "line" in place:
        text += ", line %d" % place["line"]
        if place["event"] is not None:
            text += " (event %s, stream %s, revision %s, place %s in the log)" % (
                place["event"], place["stream"], place["revision"], place["index"],
            )
    return "%s: %s" % (text, place["message"])


def verify(path, trusted=None):
    try:
        files, damage = read(path)
    except OSError as error:
        return dict(path=path, ok=False, places=[dict(file=path, message="cannot be read: %s" % error.strerror)])
    check = Check(files, trusted)
    check.run()
    places = check.events + check.others
    if damage:
        places.append(dict(file=os.path.basename(path), message=damage))
    return dict(path=path, ok=not places, places=places, events=check.count, size=check.size, key=check.key_text)


def main():
    parser = argparse.ArgumentParser(usage="verify.py [--key KEY] [--json] BUNDLE...")
    parser.add_argument("--key")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("bundles", nargs="+")
    asked = parser.parse_args()
    if asked.key is not None and parse_key(asked.key) is None:
        parser.error("--key is no key: hindsight/<id>+<8 hex digits>+<base64>")
    good = True
    for path in asked.bundles:
        result = verify(path, asked.key)
        good = good and result["ok"]
        if asked.json:
            print(json.dumps(result))
        elif result["ok"]:
            print("OK   %s: %d events, each proved to be in the log of %d." % (path, result["events"], result["size"]))
            if asked.key is None:
                print("     Checked against the key in the bundle. Compare it with the one the operator publishes:")
                print("     " + result["key"])
        else:
            print("BAD  %s: the first bad place is %s" % (path, described(result["places"][0])))
            for place in result["places"][1:]:
                print("     also: " + described(place))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
