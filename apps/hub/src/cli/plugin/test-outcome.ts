export interface TestOutcome {
  readonly part: 'folder' | 'conformance' | 'fixtures';
  readonly name: string;
  /** What differs, as sentences; empty when it holds. */
  readonly faults: readonly string[];
}

export async function faultsOf(act: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await act();
  } catch (error) {
    return [errorOf(error).message];
  }
}

export function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
