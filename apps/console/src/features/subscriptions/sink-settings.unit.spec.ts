import { expect, test } from 'vitest';
import { fieldsOf } from '../plugins/config-fields.ts';
import { settingsToWrite } from './sink-settings.ts';

test('a person begins with what has no default of its own', () => {
  const fields = fieldsOf({
    properties: {
      bucket: { type: 'string', default: '' },
      brokers: { type: 'array', items: { type: 'string' }, default: [] },
      region: { type: 'string', default: 'us-east-1' },
      tls: { type: 'boolean', default: false },
    },
  });
  expect(JSON.parse(settingsToWrite(fields))).toEqual({ bucket: '', brokers: [] });
  expect(settingsToWrite([])).toBe('{}');
});
