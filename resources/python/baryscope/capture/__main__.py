"""python -m baryscope.capture"""

import sys

from .command import main

sys.exit(main())
