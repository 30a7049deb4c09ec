"""The command line's door: ``python run.py VERB`` is the same as ``lingbao VERB``."""

from simulate.cli import main

if __name__ == "__main__":
    main()
