import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';

const folder = join(import.meta.dirname, '../../../docs/api/subsystems');

export type SchemaCheck = (value: unknown) => readonly string[];

/** The published contract of a subsystem, as `docs/api/subsystems` has it. */
export interface ContractDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What is wrong with a value that should be of this schema of the document. */
  readonly check: (schema: string) => SchemaCheck;
}

export function contractFile(id: string): string {
  return join(folder, `${id}.json`);
}

export function contractDocument(id: string): ContractDocument {
  const document = JSON.parse(readFileSync(contractFile(id), 'utf8')) as { paths: ContractDocument['paths'] };
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajvFormats.default(ajv);
  ajv.addSchema(document, id);
  return {
    paths: document.paths,
    check(schema) {
      const validate = ajv.compile({ $ref: `${id}#/components/schemas/${schema}` });
      return (value) => {
        if (validate(value)) return [];
        return (validate.errors ?? []).map((error) => `${schema}${error.instancePath} ${error.message}`);
      };
    },
  };
}
