import { isCelError } from '@bufbuild/cel';
import type { Json, RecordedEvent } from '../event.ts';
import { compileExpression, type Expression } from './compile-expression.ts';
import { FilterError } from './filter-error.ts';
import { faultWords, isMissingKey } from './filter-verdict.ts';
import { jsonOfCel } from './json-of-cel.ts';
import { type TemplateHole, templateParts } from './template-text.ts';
import { withinBudget } from './work-budget.ts';

export const TEMPLATE_LIMITS = {
  /** UTF-8 bytes of the template as JSON. */
  maxTemplateBytes: 16 * 1024,
  maxExpressions: 100,
  maxDepth: 32,
  /** UTF-8 bytes of the result as JSON. */
  maxResultBytes: 256 * 1024,
} as const;

/** Why a template has no result for an event: the place in the template (RFC 6901) and a sentence. */
export class TemplateFault extends Error {
  override readonly name = 'TemplateFault';
  readonly pointer: string;
  /** The event lacks a key that the expression looks at; nothing is wrong with the template as such. */
  readonly missingKey: boolean;

  constructor(pointer: string, message: string, missingKey = false) {
    super(message);
    this.pointer = pointer;
    this.missingKey = missingKey;
  }
}

/** Pure and bounded, all expressions of one result together as one filter. */
export interface TransformTemplate {
  /**
   * The result may share parts with the event: it is to be read, not changed.
   * @throws TemplateFault
   */
  apply(event: RecordedEvent): Json;
}

type Fill = (event: RecordedEvent, room: Room) => Json;

/**
 * A JSON value in which a text that is one `{{ CEL }}` becomes the value of that expression, and every `{{ CEL }}` inside
 * of another text the text of its value. All else stays, the keys of objects too.
 * @throws FilterError with the JSON pointer of the place
 */
export function compileTemplate(json: unknown): TransformTemplate {
  demandSize(json);
  const fill = new TemplateCompiler().fillOf(json, '', 0);
  return {
    apply: (event) =>
      withinBudget(() => {
        const room = new Room();
        const result = fill(event, room);
        room.demandWhole(result);
        return result;
      }),
  };
}

function demandSize(json: unknown): void {
  let text: string | undefined;
  try {
    text = JSON.stringify(json);
  } catch {
    // A circle, a bigint or a bottomless depth.
  }
  if (text === undefined) throw new FilterError('The template is not a JSON value.', { pointer: '' });
  if (Buffer.byteLength(text) > TEMPLATE_LIMITS.maxTemplateBytes) {
    throw new FilterError('The template is too large: at most 16 KiB as JSON.', { pointer: '' });
  }
}

class TemplateCompiler {
  #expressions = 0;

  fillOf(json: unknown, pointer: string, depth: number): Fill {
    if (depth > TEMPLATE_LIMITS.maxDepth) {
      throw new FilterError(`The template is nested too deeply: at most ${TEMPLATE_LIMITS.maxDepth} levels.`, {
        pointer,
      });
    }
    if (typeof json === 'string') return this.#textFill(json, pointer);
    if (json === null || typeof json === 'boolean' || (typeof json === 'number' && Number.isFinite(json))) {
      return () => json;
    }
    if (Array.isArray(json)) {
      const fills = json.map((item, at) => this.fillOf(item, `${pointer}/${at}`, depth + 1));
      return (event, room) => fills.map((fill) => fill(event, room));
    }
    if (typeof json !== 'object') throw new FilterError('The template is not a JSON value.', { pointer });
    const fills = Object.entries(json).map(
      ([key, member]) => [key, this.fillOf(member, `${pointer}/${escaped(key)}`, depth + 1)] as const,
    );
    // From entries, so that a key like __proto__ becomes a key and nothing else.
    return (event, room) => Object.fromEntries(fills.map(([key, fill]) => [key, fill(event, room)]));
  }

  #textFill(text: string, pointer: string): Fill {
    const parts = located(pointer, 0, () => templateParts(text));
    const [only] = parts;
    if (parts.length === 1 && typeof only === 'object') return this.#holeFill(only, pointer);
    if (parts.every((part) => typeof part === 'string')) return () => text;
    const fills = parts.map((part) => (typeof part === 'string' ? () => part : this.#holeFill(part, pointer)));
    return (event, room) => fills.map((fill) => textOfJson(fill(event, room))).join('');
  }

  #holeFill({ expression, offset }: TemplateHole, pointer: string): Fill {
    this.#expressions += 1;
    if (this.#expressions > TEMPLATE_LIMITS.maxExpressions) {
      throw new FilterError(`The template has too many expressions: at most ${TEMPLATE_LIMITS.maxExpressions}.`, {
        pointer,
      });
    }
    const compiled = located(pointer, offset, () => compileExpression(expression));
    return (event, room) => room.taken(pointer, valueIn(compiled, event, pointer));
  }
}

/** Says of a refusal in which text of the template, and where in that, it is. */
function located<T>(pointer: string, before: number, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const offset = error.offset === undefined ? undefined : before + error.offset;
    throw new FilterError(error.message, { offset, pointer });
  }
}

function valueIn(expression: Expression, event: RecordedEvent, pointer: string): Json {
  const value = expression.evaluate(event);
  if (isCelError(value)) throw new TemplateFault(pointer, faultWords(value), isMissingKey(value));
  try {
    return jsonOfCel(value);
  } catch (error) {
    throw new TemplateFault(pointer, error instanceof Error ? error.message : String(error));
  }
}

/** What is left of the size of one result, so that no value is put in after it is known to be too large. */
class Room {
  #left: number = TEMPLATE_LIMITS.maxResultBytes;

  taken(pointer: string, value: Json): Json {
    this.#left -= sizeOf(value, pointer);
    if (this.#left < 0) throw new TemplateFault(pointer, 'the result is too large: at most 256 KiB as JSON');
    return value;
  }

  demandWhole(result: Json): void {
    if (sizeOf(result, '') > TEMPLATE_LIMITS.maxResultBytes) {
      throw new TemplateFault('', 'the result is too large: at most 256 KiB as JSON');
    }
  }
}

function sizeOf(value: Json, pointer: string): number {
  try {
    return Buffer.byteLength(JSON.stringify(value));
  } catch {
    throw new TemplateFault(pointer, 'the value is nested too deeply to be written');
  }
}

function textOfJson(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
