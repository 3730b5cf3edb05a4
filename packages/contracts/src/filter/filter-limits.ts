/** Bounds of one expression, whether it is a filter or stands in a template. */
export const FILTER_LIMITS = {
  maxTextLength: 2_000,
  /** Nodes of the syntax tree after the macros were written out; one macro takes about eight. */
  maxNodes: 200,
  maxDepth: 20,
  /** Elements a macro (`exists`, `all`, `map`, …) may run over. */
  maxIterations: 1_000,
  /**
   * Units of work of one evaluation, see work-budget.ts. The dearest unit is one state of a regular expression at
   * one character; all of them together take about a quarter of a second.
   */
  maxWork: 2_500_000,
  /** Characters of a fault. It may quote the payload, so it is kept short. */
  maxFaultLength: 200,
} as const;
