"""`python -m bot`."""

import sys

from .collector import held_off

if __name__ == "__main__":
    with held_off():  # all that is imported stays
        from .cli import main
    sys.exit(main())
