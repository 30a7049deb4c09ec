"""Results on the screen: the headline, who wins, loses and pays; rich tables on a terminal, plain text elsewhere."""

from simulate.report.console.printed import plain, print_headline

__all__ = ["plain", "print_headline"]
