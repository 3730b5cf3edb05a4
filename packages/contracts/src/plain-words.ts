import { type core, z } from 'zod';

type Issue = core.$ZodRawIssue;
type Bound = core.$ZodRawIssue<core.$ZodIssueTooSmall> | core.$ZodRawIssue<core.$ZodIssueTooBig>;

/** Of what a schema expects, as people say it. */
const nouns: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const units: Readonly<Record<string, string>> = { string: 'characters', array: 'entries', set: 'entries' };

const formats: Readonly<Record<string, string>> = {
  guid: 'must be a UUID',
  uuid: 'must be a UUID',
  datetime: 'must be an instant, such as 2026-03-10T09:00:00Z',
  date: 'must be a day, such as 2026-03-10',
  url: 'must be an address with its scheme, such as https://example.org',
  email: 'must be an e-mail address',
};

/**
 * What is wrong, to stand after the name of the place: "limit must be at least 1". A schema that has words of its own keeps them;
 * undefined leaves the rare rest to the words of zod.
 */
export const plainWords: core.$ZodErrorMap = (issue) => {
  if (issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value'))
    return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return mustBe(issue);
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${listed(issue.values)}`;
    case 'unrecognized_keys':
      return `has no field ${listed(issue.keys)}`;
    case 'too_small':
      return bound(issue, issue.minimum, issue.inclusive === false ? 'more than' : 'at least');
    case 'too_big':
      return bound(issue, issue.maximum, issue.inclusive === false ? 'less than' : 'at most');
    case 'invalid_format':
      return formats[issue.format];
    default:
      return undefined;
  }
};

/** Words for whatever parses in this process without words of its own. */
export function speakPlainly(): void {
  z.config({ customError: plainWords });
}

function mustBe(issue: Extract<Issue, { code: 'invalid_type' }>): string | undefined {
  const noun = nouns[issue.expected];
  return noun === undefined ? undefined : `must be ${noun}, not ${shown(issue.input)}`;
}

function bound({ origin }: Bound, limit: number | bigint, relation: string): string | undefined {
  if (origin === 'number' || origin === 'int') return `must be ${relation} ${limit}`;
  const unit = units[origin];
  if (unit === undefined) return undefined;
  return limit === 1 && relation === 'at least' ? 'must not be empty' : `must have ${relation} ${limit} ${unit}`;
}

/** A list or an object by its kind: it may be long. */
function shown(input: unknown): string {
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object' && input !== null) return 'an object';
  if (typeof input === 'string') return 'a text';
  return String(input);
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value) ?? String(value)).join(', ');
}
