import { sourceProfiles } from '@activity-hub/contracts/sources/catalog';
import { parseAsString, parseAsStringLiteral } from 'nuqs';
import { languages } from './snippets.ts';

const sourceNames = sourceProfiles.map((profile) => profile.source_system);

/** The secret is not in the address, of course: only which key is waited for. */
export const startAddress = {
  source: parseAsStringLiteral(sourceNames).withDefault('lms'),
  language: parseAsStringLiteral(languages).withDefault('curl'),
  key: parseAsString,
};
