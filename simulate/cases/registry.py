"""What a policy rule is to a case: the inputs it takes, the results it gives, and the law it reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from simulate.parameters import ParameterSet

Given = Mapping[str, Any]  # inputs of a case as plain values: numbers, booleans, text (months as "YYYY-MM"), mappings
Packed = TypeVar("Packed")


@dataclass(frozen=True)
class Law:
    """The resolved law of one scenario; what a scheme packs from it is packed once."""

    parameters: ParameterSet
    _packed: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False, compare=False)

    def pack(self, build: Callable[[ParameterSet], Packed]) -> Packed:
        """The parameters of a scheme as its kernels take them: ``law.pack(params.build)``."""
        if build not in self._packed:
            self._packed[build] = build(self.parameters)
        return cast(Packed, self._packed[build])


@dataclass(frozen=True)
class Rule:
    """One kind of case: the function that calls the rules of a scheme, and the words a case may use with it."""

    evaluate: Callable[[Law, Given], dict[str, Any]]  # named results
    needs: tuple[str, ...] = ()  # inputs the case must give
    may: tuple[str, ...] = ()  # inputs it may give; anything else is not understood, and the case is not run
    gives: tuple[str, ...] = ()  # names allowed under ``expected``
    calls: tuple[Callable[..., Any], ...] = ()  # rules called by name, where ``evaluate`` is made from a signature
    reads: str = ""  # the packed field a look-up reads, where there is no rule to call
    beside: str = ""  # why no life meets the rule, where none does

    @property
    def inputs(self) -> tuple[str, ...]:
        """Every input understood."""
        return (*self.needs, *self.may)


class NotUnderstoodError(Exception):
    """An input whose value a rule cannot use: the case is not run."""

    def __init__(self, name: str, found: str, expected: str, hint: str = "") -> None:
        super().__init__(f"{name}: found {found}; expected {expected}")
        self.name, self.found, self.expected, self.hint = name, found, expected, hint
