import type { ConfigFault } from '../../components/config-form/read-fields.ts';

/** What is wrong with a field, as far as the form itself can tell; an object: with a setting of a sink. */
export type DraftFault = 'missing' | 'topic' | 'json' | 'number' | 'pem' | ConfigFault;
