/** One named demand on a plugin. `run` throws with a sentence when the plugin does not meet it. */
export interface ConformanceCheck {
  readonly name: string;
  readonly run: () => void;
}
