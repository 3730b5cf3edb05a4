import type { parse } from '@bufbuild/cel';
import { BOUNDED_RANGE, CHARGED, CHARGED_ZONE, functionShapes, PROCEED } from './cel-environment.ts';
import { eventFields } from './cel-value.ts';
import { FilterError } from './filter-error.ts';
import { FILTER_LIMITS } from './filter-limits.ts';
import { matchesPattern } from './matches-pattern.ts';
import { nearestWord } from './nearest-word.ts';

type Parsed = ReturnType<typeof parse>;
export type Expr = Parsed['expr'];
type Call = Extract<Expr['exprKind'], { case: 'callExpr' }>['value'];
type Constant = Extract<Expr['exprKind'], { case: 'constExpr' }>['value'];
type Comprehension = Extract<Expr['exprKind'], { case: 'comprehensionExpr' }>['value'];

/** Operators that the planner knows by itself; all others are functions of the environment. */
const builtIn = new Set(['_[_]', '_?_:_', '_&&_', '_||_', '@not_strictly_false']);
const macros = ['has', 'exists', 'all', 'exists_one', 'map', 'filter'];
const typeNames = ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'list', 'map', 'null_type', 'type'];
const writable = [...functionShapes.keys()].filter((name) => /^[a-zA-Z]/.test(name));
/** What macros call their running result. */
const ACCUMULATOR = '@result';
const MAX_INT = 2n ** 63n;

interface Scope {
  readonly depth: number;
  /** The variable of the macro around this place; undefined outside of macros. */
  readonly macroVariable: string | undefined;
  /** The place is the beginning of a path: it is not paid for, since only the value at the end is looked at. */
  readonly isOnTheWay: boolean;
}

/**
 * Walks the tree once: refuses what is too large, unknown or without bounds, and puts in the calls that make macros
 * pay for their work.
 * @throws FilterError
 */
export function guardExpression({ expr, sourceInfo }: Parsed): Expr {
  const positions = sourceInfo?.positions ?? {};
  new Guard((at) => positions[String(at.id)]).visit(expr, { depth: 1, macroVariable: undefined, isOnTheWay: false });
  return expr;
}

class Guard {
  readonly #offsetOf: (expr: Expr) => number | undefined;
  #nodes = 0;

  constructor(offsetOf: (expr: Expr) => number | undefined) {
    this.#offsetOf = offsetOf;
  }

  visit(expr: Expr | undefined, scope: Scope): void {
    if (expr === undefined) return;
    this.#nodes += 1;
    if (this.#nodes > FILTER_LIMITS.maxNodes) {
      this.#refuse(expr, `The expression is too large: at most ${FILTER_LIMITS.maxNodes} parts.`);
    }
    if (scope.depth > FILTER_LIMITS.maxDepth) {
      this.#refuse(expr, `The expression is nested too deeply: at most ${FILTER_LIMITS.maxDepth} levels.`);
    }
    this.#visitKind(expr, scope);
    if (scope.macroVariable !== undefined && !scope.isOnTheWay && isEventPath(expr)) charge(expr);
  }

  #visitKind(expr: Expr, scope: Scope): void {
    const inner: Scope = { ...scope, depth: scope.depth + 1, isOnTheWay: false };
    const { exprKind } = expr;
    switch (exprKind.case) {
      case 'constExpr':
        this.#demandRange(expr);
        break;
      case 'identExpr':
        this.#visitName(expr, exprKind.value.name, scope);
        break;
      case 'selectExpr':
        if (isEvent(exprKind.value.operand)) this.#demandField(expr, exprKind.value.field);
        this.visit(exprKind.value.operand, { ...inner, isOnTheWay: true });
        break;
      case 'callExpr':
        this.#visitCall(expr, exprKind.value, inner);
        break;
      case 'listExpr':
        for (const element of exprKind.value.elements) this.visit(element, inner);
        break;
      case 'structExpr':
        if (exprKind.value.messageName !== '') {
          this.#refuse(expr, `Messages such as ${exprKind.value.messageName}{…} cannot be made here.`);
        }
        for (const { keyKind, value } of exprKind.value.entries) {
          if (keyKind.case === 'mapKey') this.visit(keyKind.value, inner);
          this.visit(value, inner);
        }
        break;
      case 'comprehensionExpr':
        this.#visitMacro(expr, exprKind.value, inner);
        break;
      default:
        this.#refuse(expr, 'The expression is empty.');
    }
  }

  #demandRange(expr: Expr): void {
    const { constantKind } = constantOf(expr) ?? {};
    if (constantKind?.case === 'int64Value' && (constantKind.value >= MAX_INT || constantKind.value < -MAX_INT)) {
      this.#refuse(expr, `${constantKind.value} does not fit into 64 bits: write it as a double.`);
    }
    if (constantKind?.case === 'uint64Value' && constantKind.value >= 2n * MAX_INT) {
      this.#refuse(expr, `${constantKind.value}u does not fit into 64 bits.`);
    }
  }

  #visitName(expr: Expr, name: string, { macroVariable }: Scope): void {
    if (name === 'event' || name === ACCUMULATOR || name === macroVariable || typeNames.includes(name)) return;
    const known = macroVariable === undefined ? ['event'] : ['event', macroVariable];
    const meant = eventFields.includes(name) ? `event.${name}` : nearestWord(name, known);
    const hint = meant === undefined ? 'the only variable is event' : `did you mean ${meant}?`;
    this.#refuse(expr, `The variable "${name}" is not known: ${hint}`);
  }

  #demandField(expr: Expr, field: string): void {
    if (eventFields.includes(field)) return;
    const meant = nearestWord(field, eventFields);
    const hint = meant === undefined ? `an event has ${eventFields.join(', ')}` : `did you mean event.${meant}?`;
    this.#refuse(expr, `An event has no field "${field}": ${hint}`);
  }

  #visitCall(expr: Expr, call: Call, inner: Scope): void {
    const [first, second] = call.args;
    if (call.function === '_[_]') {
      const key = textOf(second);
      if (isEvent(first) && key !== undefined) this.#demandField(expr, key);
      this.visit(first, { ...inner, isOnTheWay: true });
      this.visit(second, inner);
      return;
    }
    if (!builtIn.has(call.function)) this.#demandFunction(expr, call);
    if (call.function === 'matches') this.#demandPattern(expr, first);
    this.visit(call.target, inner);
    for (const arg of call.args) this.visit(arg, inner);
    if (/^get[A-Z]/.test(call.function)) call.args = call.args.map((zone) => callOf(CHARGED_ZONE, zone));
  }

  #demandFunction(expr: Expr, call: Call): void {
    const name = call.function;
    const shapes = functionShapes.get(name) ?? [];
    const method = call.target !== undefined;
    if (shapes.some((shape) => shape.method === method && shape.argumentCount === call.args.length)) return;
    if (name === 'has') this.#refuse(expr, 'has() takes one field, such as has(event.payload.score).');
    if (macros.includes(name)) {
      this.#refuse(expr, `The macro "${name}" is written like event.payload.items.${name}(item, item.done).`);
    }
    if (shapes.length === 0 || name.startsWith('@')) {
      const meant = nearestWord(name, [...writable, ...macros]);
      const hint = meant === undefined ? `there are ${[...writable, ...macros].join(', ')}` : `did you mean ${meant}?`;
      this.#refuse(expr, `The function "${name}" is not known: ${hint}`);
    }
    this.#refuse(expr, `The function "${name}" is called in another way: ${shapes.map(wordsOf).join(' or ')}`);

    function wordsOf(shape: { method: boolean; argumentCount: number }): string {
      const args = Array.from({ length: shape.argumentCount }, (_, at) => 'abc'[at] ?? 'x').join(', ');
      return shape.method ? `value.${name}(${args})` : `${name}(${args})`;
    }
  }

  /** A pattern out of a payload could be as dear as its producer likes, and a wrong one would be found too late. */
  #demandPattern(expr: Expr, pattern: Expr | undefined): void {
    const text = textOf(pattern);
    if (text === undefined) this.#refuse(expr, 'The pattern of matches() must be a text in quotes.');
    if (text.includes('\\Q')) this.#refuse(expr, 'A pattern cannot use \\Q: escape the characters one by one.');
    try {
      matchesPattern('', text);
    } catch (error) {
      this.#refuse(
        expr,
        `The pattern of matches() is not RE2: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  #visitMacro(expr: Expr, macro: Comprehension, inner: Scope): void {
    if (inner.macroVariable !== undefined) {
      this.#refuse(expr, 'A macro cannot stand inside another macro: its work would multiply.');
    }
    if (macro.iterVar === 'event' || typeNames.includes(macro.iterVar)) {
      this.#refuse(expr, `The variable of a macro cannot be called "${macro.iterVar}".`);
    }
    this.visit(macro.iterRange, inner);
    const body = { ...inner, macroVariable: macro.iterVar };
    for (const part of [macro.accuInit, macro.loopCondition, macro.loopStep, macro.result]) this.visit(part, body);
    if (macro.iterRange !== undefined) macro.iterRange = callOf(BOUNDED_RANGE, macro.iterRange);
    if (macro.loopCondition !== undefined) macro.loopCondition = callOf(PROCEED, macro.loopCondition);
  }

  #refuse(at: Expr, message: string): never {
    throw new FilterError(message, { offset: this.#offsetOf(at) });
  }
}

export function isEvent(expr: Expr | undefined): boolean {
  return expr?.exprKind.case === 'identExpr' && expr.exprKind.value.name === 'event';
}

/** `event` and every way into it: `event.payload.items[0]`. A `has(…)` is none: it looks at no value. */
function isEventPath(expr: Expr): boolean {
  if (isEvent(expr)) return true;
  const { exprKind } = expr;
  if (exprKind.case === 'selectExpr' && !exprKind.value.testOnly) {
    return exprKind.value.operand !== undefined && isEventPath(exprKind.value.operand);
  }
  if (exprKind.case !== 'callExpr' || exprKind.value.function !== '_[_]') return false;
  const operand = exprKind.value.args[0];
  return operand !== undefined && isEventPath(operand);
}

function constantOf(expr: Expr | undefined): Constant | undefined {
  return expr?.exprKind.case === 'constExpr' ? expr.exprKind.value : undefined;
}

/** The text of a literal. */
export function textOf(expr: Expr | undefined): string | undefined {
  const { constantKind } = constantOf(expr) ?? {};
  return constantKind?.case === 'stringValue' ? constantKind.value : undefined;
}

function charge(expr: Expr): void {
  expr.exprKind = callOf(CHARGED, { ...expr }).exprKind;
}

function callOf(name: string, arg: Expr): Expr {
  return {
    $typeName: 'cel.expr.Expr',
    id: arg.id,
    exprKind: { case: 'callExpr', value: { $typeName: 'cel.expr.Expr.Call', function: name, args: [arg] } },
  };
}
