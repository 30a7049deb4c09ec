"""``python -m simulate VERB``, from any folder."""

from simulate.cli import main

if __name__ == "__main__":
    main()
