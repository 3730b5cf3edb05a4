import { describe, expect, it } from 'vitest';
import { startSettings } from './start-settings.ts';

describe('startSettings', () => {
  it('has a value for everything, and keeps data in the project', () => {
    expect(startSettings('/project', {})).toEqual({
      root: '/project',
      dataDir: '/project/.data',
      hubPort: 4000,
      processPort: 4001,
      grpcPort: 4002,
      consolePort: 3000,
      databaseUrl: undefined,
      clickhouseUrl: undefined,
    });
    expect(startSettings('/project', { HUB_DATA_DIR: '/elsewhere', DATABASE_URL: ' ' })).toMatchObject({
      dataDir: '/elsewhere',
      databaseUrl: undefined,
    });
  });

  it('names the variable that is wrong', () => {
    expect(() => startSettings('/', { HUB_PORT: '70000' })).toThrow(/HUB_PORT is "70000"/);
    expect(() => startSettings('/', { CONSOLE_PORT: 'web' })).toThrow(/CONSOLE_PORT is "web"/);
    expect(() => startSettings('/', { CONSOLE_PORT: '4000' })).toThrow(/four different ports/);
  });
});
