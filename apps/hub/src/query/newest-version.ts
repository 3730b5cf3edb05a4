function numbersOf(version: string): readonly number[] {
  return (version.split('-')[0] ?? '').split('.').map(Number);
}

function compareVersions(left: string, right: string): number {
  const [a, b] = [numbersOf(left), numbersOf(right)];
  const differing = a.findIndex((number, at) => number !== (b[at] ?? 0));
  if (differing >= 0) return (a[differing] ?? 0) - (b[differing] ?? 0);
  // A pre-release comes before its release.
  return Number(right.includes('-')) - Number(left.includes('-'));
}

/** The highest semantic version: the one whose figures are shown. 1.10.0 is newer than 1.9.0. */
export function newestVersion(versions: readonly string[]): string | undefined {
  return versions.reduce<string | undefined>(
    (newest, version) => (newest === undefined || compareVersions(version, newest) > 0 ? version : newest),
    undefined,
  );
}
