"""The step that finds node and npm, which take the browser's runtime from its packages and compile it."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from setup.environment import pip
from setup.step import LOCKS, Step, venv_program

OLDEST = 20  # what @pyscript/core 0.7 asks for
# Node brings its own list, which lacks what a company's network or proxy needs.
CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")


def major_version(node: str) -> int:
    """The major version that a node program states, 0 where it does not run."""
    try:
        stated = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    match = re.match(r"v(\d+)\.", stated)
    return int(match.group(1)) if match else 0


def machine_node() -> Path | None:
    """The machine's own node, when it is new enough and npm is beside it."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None or major_version(node) < OLDEST:
        return None
    return Path(node)


def node_program() -> str:
    """The node to use: the machine's, else the one of `.venv`."""
    return str(machine_node() or venv_program("node"))


def npm_program() -> str:
    """The npm that belongs to `node_program`."""
    return shutil.which("npm") or "npm" if machine_node() else str(venv_program("npm"))


def node_environment() -> dict[str, str]:
    """What node and npm are run with: themselves first on the path, and the certificates that this machine trusts."""
    environment = {"PATH": os.pathsep.join([str(Path(node_program()).parent), os.environ.get("PATH", os.defpath)])}
    trusted = next(filter(os.path.exists, CERTIFICATES), None)
    if trusted and "NODE_EXTRA_CA_CERTS" not in os.environ:
        environment["NODE_EXTRA_CA_CERTS"] = trusted
    return environment


def _provide() -> str:
    found = machine_node()
    if found:
        return f"the machine's, version {major_version(str(found))}"
    pip("install", "--quiet", "--require-hashes", "--requirement", str(LOCKS / "node.txt"))
    return f"installed into .venv, version {major_version(str(venv_program('node')))}"


STEP = Step(
    title="node and npm",
    made_from=lambda: [LOCKS / "node.txt", node_program()],
    makes=lambda: [Path(node_program()), Path(npm_program())],
    do=_provide,
)
