/**
 * Outside of the console `next` is nothing: a library the hub uses names its types, and loading them
 * would make NODE_ENV a required variable of every child process (Next augments `ProcessEnv`).
 */
export type NextApiRequest = never;
export type NextApiResponse = never;
