/** Semantic versions in the order of semver.org: numbers by value, a pre-release before its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let at = 0; at < 3; at++) {
    const difference = Number(left.numbers[at]) - Number(right.numbers[at]);
    if (difference !== 0) return difference;
  }
  return comparePreReleases(left.preRelease, right.preRelease);
}

export function majorOf(version: string): number {
  return Number(version.split('.', 1)[0]);
}

function partsOf(version: string): { readonly numbers: readonly string[]; readonly preRelease: string | undefined } {
  const dash = version.indexOf('-');
  const core = dash === -1 ? version : version.slice(0, dash);
  return { numbers: core.split('.'), preRelease: dash === -1 ? undefined : version.slice(dash + 1) };
}

function comparePreReleases(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? 1 : -1;
  const [left, right] = [a.split('.'), b.split('.')];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [one, other] = [left[at] ?? '', right[at] ?? ''];
    const areNumbers = [/^\d+$/.test(one), /^\d+$/.test(other)];
    if (one === other) continue;
    if (areNumbers[0] !== areNumbers[1]) return areNumbers[0] ? -1 : 1;
    const difference = areNumbers[0] ? Number(one) - Number(other) : 0;
    return difference !== 0 ? difference : one < other ? -1 : 1;
  }
  return left.length - right.length;
}
