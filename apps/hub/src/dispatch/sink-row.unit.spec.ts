import { sinks } from '@activity-hub/plugins/catalog';
import { expect, it } from 'vitest';
import { configFault } from '../catalogue/config-fault.ts';
import { sinkRow } from './sink-row.ts';

it.each(sinks.map((sink) => [sink.manifest.id, sinkRow(sink).config_schema] as const))(
  'says of %s what it can be configured with, so that the hub can check it',
  (_, schema) => {
    expect(configFault(schema, {})).toBeUndefined();
    expect(configFault(schema, { no_such_setting: 1 })).toMatchObject({ pointer: '/config/no_such_setting' });
  },
);
