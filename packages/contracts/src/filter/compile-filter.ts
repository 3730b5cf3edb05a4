import type { RecordedEvent } from '../event.ts';
import { compileExpression } from './compile-expression.ts';
import { fastFilter } from './fast-filter.ts';
import { type FilterVerdict, verdictOf } from './filter-verdict.ts';

/** Pure and bounded: the same event gets the same verdict, in a time that does not depend on who wrote the filter. */
export interface EventFilter {
  readonly text: string;
  matches(event: RecordedEvent): FilterVerdict;
}

/**
 * A filter of a subscription: a CEL expression over `event` that answers true or false.
 * @throws FilterError
 */
export function compileFilter(text: string): EventFilter {
  const expression = compileExpression(text);
  const fast = fastFilter(expression.tree);
  return { text, matches: (event) => fast?.(event) ?? verdictOf(expression.evaluate(event)) };
}
