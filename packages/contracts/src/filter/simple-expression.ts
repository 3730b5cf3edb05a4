import { type Expr, isEvent, textOf } from './guard-expression.ts';

/**
 * The value of a literal as JSON has it, in a box because it may be null. A whole number that a double does not hold
 * exactly has none.
 */
export function literalOf(expr: Expr): { readonly value: string | number | boolean | null } | undefined {
  if (expr.exprKind.case !== 'constExpr') return undefined;
  const { constantKind } = expr.exprKind.value;
  switch (constantKind.case) {
    case 'stringValue':
    case 'boolValue':
    case 'doubleValue':
      return { value: constantKind.value };
    case 'int64Value':
    case 'uint64Value': {
      const value = Number(constantKind.value);
      return Number.isSafeInteger(value) ? { value } : undefined;
    }
    case 'nullValue':
      return { value: null };
    default:
      return undefined;
  }
}

/** The keys of `event.payload.score` and `event.payload["score"]`; none for `event`, undefined for all else. */
export function pathOf(expr: Expr): readonly string[] | undefined {
  if (isEvent(expr)) return [];
  const { exprKind } = expr;
  if (exprKind.case === 'selectExpr' && !exprKind.value.testOnly) {
    return extended(exprKind.value.operand, exprKind.value.field);
  }
  if (exprKind.case !== 'callExpr' || exprKind.value.function !== '_[_]') return undefined;
  const [operand, key] = exprKind.value.args;
  return extended(operand, textOf(key));
}

function extended(operand: Expr | undefined, key: string | undefined): readonly string[] | undefined {
  const path = operand === undefined || key === undefined ? undefined : pathOf(operand);
  return path && key !== undefined ? [...path, key] : undefined;
}
