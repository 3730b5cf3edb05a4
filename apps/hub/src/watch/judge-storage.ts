/** Shares of a store at which somebody should act: plan for more, and make room now. */
const thresholds = [0.8, 0.9] as const;
/** Only this far below a threshold is it over, so that a store at the border makes one episode and not fifty. */
const endsBelow = 0.02;

export interface StorageUse {
  /** `disk`: that of the data folder. `postgresql`: the database, against `HUB_STORAGE_LIMIT_GB`. */
  readonly store: 'disk' | 'postgresql';
  readonly usedBytes: number;
  readonly limitBytes: number;
}

export interface StorageJudgement {
  readonly store: StorageUse['store'];
  readonly threshold: number;
  /** Used of what there is; above 1 when an operator's limit is passed. */
  readonly ratio: number;
  readonly begins: boolean;
  readonly ends: boolean;
}

/** Every threshold is judged for itself: a store at 95 % has passed both. */
export function judgeStorage({ store, usedBytes, limitBytes }: StorageUse): readonly StorageJudgement[] {
  const ratio = usedBytes / limitBytes;
  return thresholds.map((threshold) => ({
    store,
    threshold,
    ratio,
    begins: ratio >= threshold,
    ends: ratio < threshold - endsBelow,
  }));
}
