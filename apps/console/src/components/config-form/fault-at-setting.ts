/** What is wrong at a setting or inside of it, by JSON pointer. */
export type FaultAtSetting = (pointer: string) => string | undefined;
