import type { SourceFigures } from '@activity-hub/db/sources/read-source-figures';

/** Below it a share of refusals says nothing. */
const minRefused = 20;
const minUnusualRate = 0.05;
/** How much more often than usual. */
const unusualFactor = 3;
/** An episode ends well below where it began, so that a rate at the border makes one episode and not fifty. */
const endingShare = 0.5;
const endingRefused = 5;

const hourMs = 3_600_000;
const silenceFactor = 3;
const silencePercentile = 0.99;
/** A source that was watched for less has no habits yet. */
const minKnownMs = 24 * hourMs;
const minGaps = 10;
const firstGapMs = 60_000;

export interface RefusalJudgement {
  readonly rate: number;
  readonly usual: number;
  readonly sent: number;
  readonly begins: boolean;
  readonly ends: boolean;
}

/** Of the last five minutes, against the day before them. */
export function judgeRefusals(figures: SourceFigures): RefusalJudgement {
  const { accepted_5m, duplicates_5m, refused_5m, accepted_24h, duplicates_24h, refused_24h } = figures;
  const sent = accepted_5m + duplicates_5m + refused_5m;
  const sentBefore = accepted_24h + duplicates_24h + refused_24h - sent;
  const rate = sent === 0 ? 0 : refused_5m / sent;
  const usual = sentBefore <= 0 ? 0 : Math.max(0, refused_24h - refused_5m) / sentBefore;
  const limit = Math.max(minUnusualRate, unusualFactor * usual);
  return {
    rate,
    usual,
    sent,
    begins: refused_5m >= minRefused && rate > limit,
    // Not measured against the usual rate: a long episode becomes usual itself after a while.
    ends: refused_5m < endingRefused || rate <= minUnusualRate * endingShare,
  };
}

/** The upper bound of a bucket of gaps: see `note_source_activity` in the migrations. */
function boundOf(bucket: number): number {
  return firstGapMs * 2 ** (bucket / 2);
}

/**
 * How long a source may be silent before that is unusual. What its profile says counts; without one three
 * times the 99th percentile of its own pauses, an hour at least. Undefined while too little is known of it.
 */
export function silenceLimitMs(
  figures: Pick<SourceFigures, 'gaps' | 'known_ms'>,
  profileMinutes: number | undefined,
): number | undefined {
  if (profileMinutes !== undefined) return profileMinutes * 60_000;
  const total = figures.gaps.reduce((sum, count) => sum + count, 0);
  if (figures.known_ms < minKnownMs && total < minGaps) return undefined;
  let seen = 0;
  for (const [index, count] of figures.gaps.entries()) {
    seen += count;
    if (seen >= total * silencePercentile && total > 0) return Math.max(hourMs, silenceFactor * boundOf(index + 1));
  }
  return hourMs;
}
