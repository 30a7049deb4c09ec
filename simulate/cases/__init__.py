"""Policy cases: the rules of the schemes called with the inputs of one worked example, and judged by the results."""
