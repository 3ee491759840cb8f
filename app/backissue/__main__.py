"""Runs the command line as `python -m backissue`."""

import sys

from backissue.cli import main

sys.exit(main())
