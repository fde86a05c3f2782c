#!/usr/bin/env python3
"""Captures what every layer and head of a Hugging Face model sees, for Baryscope.

    capture_model.py MODEL --text "The bakery is between the school and the library" \
        --output bakery.safetensors
    baryscope bakery.safetensors

MODEL is a folder or a name that transformers can load. The same as `python -m baryscope.capture`, for those who have not
installed the package: it is found beside this file, or where an installation puts it. `--help` lists what can be chosen,
resources/docs/formats.md says what the file holds.

Needs torch, transformers and safetensors. Exit codes: 0 done, 1 failed, 2 bad usage.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
INSTALLED = HERE.parents[2] / "lib" / "python3" / "dist-packages"  # of share/baryscope/python
if not (HERE / "baryscope").is_dir() and (INSTALLED / "baryscope").is_dir():
    sys.path.insert(0, str(INSTALLED))

try:
    from baryscope.capture.command import main
except ImportError as missing:
    sys.exit(f"capture_model.py: {missing}; install torch, transformers and safetensors")

if __name__ == "__main__":
    sys.exit(main())
