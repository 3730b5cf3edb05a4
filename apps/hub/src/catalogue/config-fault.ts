import { HubError } from '@activity-hub/contracts/errors';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { brokenRule } from '../ingest/schema-validator.ts';
import { compileForeignSchema } from '../schemas/compile-schema.ts';

const shownFaults = 20;
/** `secret`: whether a setting is shown again; `needed`: whether it works without. */
const ownNotes = ['secret', 'needed'];

function sentenceOf({ instancePath, keyword, params, ...rest }: ErrorObject): {
  readonly pointer: string;
  readonly detail: string;
} {
  const named = keyword === 'required' ? params['missingProperty'] : params['additionalProperty'];
  const pointer = `/config${instancePath}${named === undefined ? '' : `/${String(named)}`}`;
  const place = pointer.slice(1).replaceAll('/', '.');
  if (keyword === 'required') return { pointer, detail: `${place} is required.` };
  if (keyword === 'additionalProperties') return { pointer, detail: `${place} is no setting of this plugin.` };
  return { pointer, detail: `${place} ${brokenRule({ ...rest, instancePath, keyword, params })}.` };
}

/** Why a configuration does not fit a plugin, with every reason; undefined when it does. */
export function configFault(schema: object, config: unknown): HubError | undefined {
  let fits: ReturnType<typeof compileForeignSchema>;
  try {
    fits = compileForeignSchema(schema, { allErrors: true, notes: ownNotes });
  } catch (cause) {
    const detail = 'The plugin says in no readable way what it can be configured with. Ask its author.';
    return new HubError('invalid_config', detail, { pointer: '/config', cause });
  }
  if (fits(config)) return undefined;
  const faults = (fits.errors ?? []).slice(0, shownFaults).map(sentenceOf);
  const detail = faults.map((fault) => fault.detail).join(' ');
  return new HubError('invalid_config', detail, { pointer: faults[0]?.pointer ?? '/config' });
}
