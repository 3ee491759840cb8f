"""The step that installs the npm packages of package-lock.json, each checked against its recorded hash."""

from setup.environment import NETWORK
from setup.node import node_environment, npm_program
from setup.step import NODE_MODULES, ROOT, Step, run


def _install() -> str:
    quiet = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    run([npm_program(), "ci", "--ignore-scripts", *quiet], NETWORK, node_environment())
    return "installed"


STEP = Step(
    title="npm packages",
    made_from=lambda: [ROOT / "package.json", ROOT / "package-lock.json"],
    makes=lambda: [
        NODE_MODULES / name / "package.json" for name in ("pyodide", "@pyscript/core", "idiomorph", "esbuild", "minisearch")
    ],
    do=_install,
)
