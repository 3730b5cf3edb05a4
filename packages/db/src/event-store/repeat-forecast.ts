/** After a repeat so many appends look first: repeats come in runs (a retry, an import sent again). */
const caution = 32;

/** Whether an append should expect ids that are taken already. A wrong guess costs one more call, nothing else. */
export interface RepeatForecast {
  expectsRepeats(): boolean;
  /** Told after every append. */
  learn(metRepeats: boolean): void;
}

export function createRepeatForecast(): RepeatForecast {
  let cautious = 0;
  return {
    expectsRepeats: () => cautious > 0,
    learn(metRepeats) {
      cautious = metRepeats ? caution : Math.max(0, cautious - 1);
    },
  };
}
