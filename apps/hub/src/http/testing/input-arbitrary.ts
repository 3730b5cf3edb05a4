import fc from 'fast-check';
import { z } from 'zod';

interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

type Value = fc.Arbitrary<unknown>;

const longest = 40;
const anyJson: Value = fc.jsonValue({ maxDepth: 3 });

function text({ format, pattern, minLength = 0, maxLength = longest }: JsonSchema): Value {
  if (format === 'uuid' || format === 'guid') return fc.uuid();
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (format === 'date') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
  if (format === 'email') return fc.emailAddress();
  const plain = fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, longest)) });
  if (pattern === undefined) return plain;
  try {
    return fc.stringMatching(new RegExp(pattern));
  } catch {
    // Not every expression can be generated from: such texts meet the refusal more often.
    return plain;
  }
}

function object({ properties = {}, required = [], additionalProperties }: JsonSchema): Value {
  const members = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, validOf(schema)]));
  const requiredKeys = required.filter((name) => name in members);
  if (Object.keys(members).length > 0) return fc.record(members, { requiredKeys });
  const inner = typeof additionalProperties === 'object' ? validOf(additionalProperties) : anyJson;
  return fc.dictionary(fc.string({ maxLength: 12 }), inner, { maxKeys: 4 });
}

function validOf(schema: JsonSchema): Value {
  const { type, minimum = -10, maximum = 1_000, minItems = 0, maxItems = 4 } = schema;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined && choices.length > 0) return fc.oneof(...choices.map(validOf));
  const [first] = schema.allOf ?? [];
  if (first !== undefined) return validOf(first);
  if (type === 'string') return text(schema);
  if (type === 'integer' || type === 'number') {
    const low = Math.max(minimum, Number.MIN_SAFE_INTEGER);
    return fc.integer({ min: low, max: Math.max(low, Math.min(maximum, low + 1_000)) });
  }
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'array')
    return fc.array(validOf(schema.items ?? {}), {
      minLength: minItems,
      maxLength: Math.max(minItems, Math.min(maxItems, 4)),
    });
  if (type === 'object') return object(schema);
  return anyJson;
}

/** One member replaced by anything, or one more that nobody asked for. */
function withOneBroken(valid: Value): Value {
  return fc.tuple(valid, fc.nat(20), anyJson, fc.boolean()).map(([value, at, given, isNew]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return given;
    const names = Object.keys(value);
    const name = isNew ? undefined : names[at % Math.max(names.length, 1)];
    return { ...value, [name ?? 'nobody_knows']: given };
  });
}

/** Inputs of a procedure: as its schema wants them, with one field broken, and anything at all. */
export function inputArbitrary(input: z.ZodType | undefined): Value {
  if (input === undefined) return fc.oneof(fc.constant(undefined), anyJson);
  const valid = validOf(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
  return fc.oneof(
    { arbitrary: valid, weight: 3 },
    { arbitrary: withOneBroken(valid), weight: 3 },
    { arbitrary: anyJson, weight: 1 },
    { arbitrary: fc.constant(undefined), weight: 1 },
  );
}
