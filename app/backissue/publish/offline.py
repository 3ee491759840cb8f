"""What lets a site be kept in the browser: the service worker with the list of all files, and the manifest for installing it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from posixpath import basename, dirname, join

from backissue.archive.canonical import encode
from backissue.publish.checkout import own_files, read_own
from backissue.publish.naming import Collected
from backissue.publish.scripts import told_script

# The service worker's own name: it must lie at the root, and stay the same.
WORKER = "sw.js"
_WORKER_SOURCE = "app/page/sw.js"
_MANIFEST, _MANIFEST_SOURCE = "manifest.webmanifest", "app/page/manifest.webmanifest"
_ICONS = "app/page/icons"
# The text in app/page/sw.js that the list is written into.
_FILES = "backissue files: {}"
_VERSION_DIGITS = 16
# The page, by the address that every host knows: some send `index.html` elsewhere.
PAGE = "./"


def service_worker(files: Mapping[str, bytes]) -> bytes:
    """Returns the service worker that keeps `files`, by the address that each is asked for, from the site's root.

    Without any it is one that ends those of earlier publishings, and removes what they kept.

    Raises:
        UnreadableSource: if the set-up has not made it.
    """
    listed = [
        {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for path, data in sorted(files.items())
    ]
    version = hashlib.sha256(encode(listed)).hexdigest()[:_VERSION_DIGITS]
    return told_script(basename(_WORKER_SOURCE), _FILES, {"version": version, "files": listed} if listed else {})


def add_installation(site: Collected, title: str) -> None:
    """Adds the icons, and the manifest that names them and the site by its title; it keeps its own name, at the root.

    Raises:
        UnreadableSource: if one of them is missing.
    """
    for name in own_files(_ICONS):
        site.add(name, read_own(name))
    manifest = json.loads(read_own(_MANIFEST_SOURCE))
    for icon in manifest["icons"]:
        icon["src"] = site.names[join(dirname(_MANIFEST_SOURCE), icon["src"])]
    manifest.update(name=title, short_name=title, id="./", start_url="./", scope="./")
    site.keep(_MANIFEST, encode(manifest))
    site.names[_MANIFEST_SOURCE] = _MANIFEST
