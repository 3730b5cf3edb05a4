import { readFileSync, writeFileSync } from 'node:fs';
import { crmOpenApi } from '@activity-hub/plugins/sinks/crm/crm-open-api';
import { expect, test } from 'vitest';
import { contractFile } from './contract-document.ts';

test('the document of the driver generic says what it sends (WRITE_DOCUMENTS=1 writes it anew)', () => {
  const made = JSON.parse(JSON.stringify(crmOpenApi)) as unknown;
  if (process.env['WRITE_DOCUMENTS'] === '1') writeFileSync(contractFile('crm'), `${JSON.stringify(made, null, 2)}\n`);
  expect(JSON.parse(readFileSync(contractFile('crm'), 'utf8'))).toEqual(made);
});
