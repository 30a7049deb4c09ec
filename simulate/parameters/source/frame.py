"""One function evaluated for the parameters that its names hold: statements in their order, expressions by their parts.

Flow-insensitive: a name holds whatever is assigned to it anywhere; branches are all taken, and loops once.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from simulate.parameters.source.calls import Calls
from simulate.parameters.source.held import FAR, computed
from simulate.parameters.source.trees import Function


class Frame(Calls):
    """A function, or the top of a module, evaluated statement by statement."""

    def run(self, body: Iterable[ast.stmt]) -> None:
        """Evaluate statements."""
        for statement in body:
            self.line = statement.lineno
            act = getattr(self, f"_do_{type(statement).__name__.lower()}", None)
            (act or self._inside)(statement)

    def _inside(self, node: ast.AST) -> None:
        """The expressions of a statement, then its statements."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.value(child)
            elif isinstance(child, ast.stmt):
                self.run([child])
            else:
                self._inside(child)

    def _do_functiondef(self, node: ast.FunctionDef) -> None:
        if self.function is not None:
            self.inner[node.name] = Function(self.module, node)

    def _do_assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._bind(target, node.value)

    def _do_annassign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._bind(node.target, node.value)

    def _do_augassign(self, node: ast.AugAssign) -> None:
        """A sum added to bit by bit is no longer what was read, and far from it, but where a tuple is only packed."""
        atoms = self._compute(self.value(node.value))
        self._put(node.target, atoms if self.packs else computed(atoms, FAR))

    def _do_return(self, node: ast.Return) -> None:
        if node.value is not None:
            self.given_back |= self.value(node.value)

    def _do_for(self, node: ast.For) -> None:
        self._bind(node.target, node.iter)
        self._under(node.iter, [*node.body, *node.orelse])

    def _do_if(self, node: ast.If | ast.While) -> None:
        self._under(node.test, [*node.body, *node.orelse])

    _do_while = _do_if

    def _under(self, test: ast.expr, body: Iterable[ast.stmt]) -> None:
        """Statements that a value decides on."""
        before, self.decided = self.deciding, set()
        self._decide(self.value(test))
        self.deciding = before | self.decided
        self.run(body)
        self.deciding = before
