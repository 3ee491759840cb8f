"""Makes a mailbox of any size, the same from the same seed: newsletters among letters with attachments."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from pathlib import Path

_WORDS = (
    *("harbour", "lantern", "quay", "tide", "rope", "knot", "anchor", "buoy", "sail", "mast", "hull", "keel", "rudder"),
    *("compass", "chart", "pier", "dock", "ferry", "crane", "gull"),
)
_NEWSLETTER_EVERY = 5
_ATTACHED_BYTES = (50_000, 600_000)


def write_mailbox(path: Path, size: int, seed: int = 1) -> None:
    """Writes an mbox file of about `size` bytes."""
    with path.open("wb") as file:
        for mail in _mails(random.Random(seed)):
            file.write(mail)
            if file.tell() >= size:
                return


def _mails(chance: random.Random) -> Iterator[bytes]:
    number = 0
    while True:
        number += 1
        day = f"{number % 28 + 1:02} Jun {2000 + number // 336 % 26}"
        opening = f"From someone@example.org Mon Jun {number % 28 + 1:2} 10:00:00 {2000 + number // 336 % 26}\n"
        head = f"Date: Mon, {day} 10:00:00 +0000\nMIME-Version: 1.0\nMessage-ID: <{number}@example.org>\n"
        body = _newsletter(chance, number) if number % _NEWSLETTER_EVERY == 0 else _letter(chance)
        yield (opening + head + body + "\n\n").encode()


def _newsletter(chance: random.Random, number: int) -> str:
    sections = []
    for heading in ("Articles", "Projects", "Events"):
        items = [
            f'<h3><a href="https://example.org/{number}/{heading}/{place}?utm_source=mail">{_said(chance, 6)}</a></h3>'
            f"<p>{_said(chance, 40)}.</p>"
            for place in range(8)
        ]
        sections.append(f"<h2>{heading}</h2>" + "\n".join(items))
    page = (
        f"<html><body><h1>Harbour Weekly #{number}</h1>{''.join(sections)}<p><a href='https://example.org/u'>Unsubscribe</a></p>"
    )
    return (
        f"From: Harbour Weekly <weekly@example.org>\nTo: reader@example.org\nSubject: Harbour Weekly #{number}\n"
        "List-Id: Harbour Weekly <weekly.example.org>\nList-Unsubscribe: <https://example.org/u>\n"
        f"Content-Type: text/html; charset=utf-8\n\n{page}</body></html>"
    )


def _letter(chance: random.Random) -> str:
    data = base64.encodebytes(chance.randbytes(chance.randint(*_ATTACHED_BYTES))).decode()
    return (
        f"From: Jo <jo@example.org>\nTo: reader@example.org\nSubject: {_said(chance, 4)}\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
        f"{_said(chance, 60)}\n--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
        f"Content-Disposition: attachment; filename=x.pdf\n\n{data}--b--"
    )


def _said(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(_WORDS, k=count))
