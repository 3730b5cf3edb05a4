import type { EpisodeList, EpisodeSearch, SourceList } from '../activity/source-health.ts';

/** What the procedures on the health of the sources need of a hub. Mentors are refused: sources are hub-wide. */
export interface SourcePorts {
  list(): Promise<SourceList>;
  episodes(search: EpisodeSearch): Promise<EpisodeList>;
}
