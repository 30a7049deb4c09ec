"""The command line's door: ``python run.py VERB`` is the same as ``lingbao VERB``."""

import signal

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # until the command line listens, end without a word
    signal.signal(signal.SIGINT, signal.SIG_DFL)

if __name__ == "__main__":  # a process that is started beside it reads this file, and needs no command line
    from simulate.cli import main

    main()
