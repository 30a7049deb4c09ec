"""The local page: write a reform by hand, see its YAML and its faults, run it, compare it, open a life.

``app`` starts the server; ``guard`` keeps strangers out; ``draft``, ``writing`` and ``reading`` turn a form into YAML
and back; ``desk`` holds what all windows share and ``session`` what one window has; ``jobs`` runs the command line;
``page`` and the ``view_*`` files draw.  Everything computed is computed by ``python run.py VERB``, so that the page and
the command line cannot differ.
"""
