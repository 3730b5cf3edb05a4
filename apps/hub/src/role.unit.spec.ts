import { expect, it } from 'vitest';
import { parseRoles } from './role.ts';

it('reads roles', () => {
  expect([...parseRoles('ingest, query')]).toEqual(['ingest', 'query']);
  expect([...parseRoles('process')]).toEqual(['process']);
  expect([...parseRoles('process,dispatch')]).toEqual(['process', 'dispatch']);
});

it.each(['ingest,process', 'query,process', 'ingest,query,process', 'ingest,dispatch', 'query,process,dispatch'])(
  'refuses %s: plugins share no process with HTTP ingest',
  (text) => {
    expect(() => parseRoles(text)).toThrow('a process of its own');
  },
);

it('names the roles there are', () => {
  expect(() => parseRoles('digest')).toThrow('"digest" is no role. Roles are ingest, query, process, dispatch.');
});
