"""The local page: write a reform by hand, see its YAML and its faults, run it, compare it, open a life.

``app`` starts the server; ``guard`` keeps strangers out; ``draft``, ``writing`` and ``reading`` turn a form into YAML
and back; ``server_state`` holds what all windows share and ``session`` what one window has; ``run_queue``,
``kept_drafts`` and ``run_names`` keep what outlives the server; ``jobs`` runs the command line; ``library_numbers`` and
``pictures`` draw what reforms, results and lives look like; ``page`` and the ``view_*`` files are the page.  All is
computed by ``python run.py VERB`` or what it calls, so that the page and the command line cannot differ.
"""
