import { type CelResult, parse, plan } from '@bufbuild/cel';
import type { RecordedEvent } from '../event.ts';
import { environment } from './cel-environment.ts';
import { celEvent } from './cel-value.ts';
import { FilterError } from './filter-error.ts';
import { FILTER_LIMITS } from './filter-limits.ts';
import { type Expr, guardExpression } from './guard-expression.ts';
import { withinBudget } from './work-budget.ts';

/** A CEL expression over `event` that is known to be bounded. */
export interface Expression {
  readonly tree: Expr;
  /** Never throws: what goes wrong is a CelError. */
  evaluate(event: RecordedEvent): CelResult;
}

/** @throws FilterError */
export function compileExpression(text: string): Expression {
  if (text.length > FILTER_LIMITS.maxTextLength) {
    throw new FilterError(`The expression is too long: at most ${FILTER_LIMITS.maxTextLength} characters.`, {
      offset: FILTER_LIMITS.maxTextLength,
    });
  }
  if (text.trim() === '') throw new FilterError('The expression is empty.', { offset: 0 });
  const tree = guardExpression(parsed(text));
  const evaluate = planned(tree);
  return {
    tree,
    // A variable is looked up by name in this object, so it must not inherit any.
    evaluate: (event) => withinBudget(() => evaluate({ __proto__: null, event: celEvent(event) })),
  };
}

function parsed(text: string): ReturnType<typeof parse> {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new FilterError(`The expression is nested too deeply: at most ${FILTER_LIMITS.maxDepth} levels.`);
    }
    throw syntaxFault(text, error);
  }
}

interface SyntaxFault {
  readonly rawMessage?: string;
  readonly location?: { readonly start: { readonly offset: number } };
}

/** The parser names the longest beginning it could read; what stands there is shown, for the fault may lie behind it. */
function syntaxFault(text: string, error: unknown): FilterError {
  const { rawMessage, location } = error as SyntaxFault;
  const offset = location?.start.offset;
  if (offset === undefined) {
    return new FilterError(`The expression cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const rest = text.slice(offset, offset + 30);
  const place = rest === '' ? 'it ends too early' : `it cannot be read from "${rest}" on, character ${offset + 1}`;
  const reserved = rawMessage?.includes('reserved') ? ' (a reserved word: write value["word"])' : '';
  return new FilterError(`The expression is not complete CEL: ${place}${reserved}`, { offset });
}

function planned(tree: Expr): ReturnType<typeof plan> {
  try {
    return plan(environment, tree);
  } catch (error) {
    throw new FilterError(
      `The expression cannot be evaluated: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
