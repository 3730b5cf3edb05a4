import type { Episode, EpisodeKind } from '@activity-hub/contracts/activity/source-health';
import { expect, test } from 'vitest';
import { concernsOf } from './source-concerns.ts';

const episode = (kind: EpisodeKind): Episode => ({
  episode_id: kind,
  kind,
  key: 'lms',
  began_at: '2026-11-23T12:00:00.000Z',
  ended_at: null,
  details: {},
});

test.each([
  [{ silent: false, open_episodes: [], refused_24h: 0 }, []],
  [{ silent: false, open_episodes: [], refused_24h: 3 }, ['someRefused']],
  [{ silent: false, open_episodes: [episode('source_refusals')], refused_24h: 30 }, ['refusals']],
  [{ silent: true, open_episodes: [], refused_24h: 0 }, ['silent']],
  [{ silent: false, open_episodes: [episode('source_silence')], refused_24h: 1 }, ['silent', 'someRefused']],
])('%j is a concern for %j', (source, concerns) => expect(concernsOf(source)).toEqual(concerns));
