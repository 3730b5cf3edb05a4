type Version = readonly [number, number, number];

function versionOf(text: string): Version | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

function atLeast(version: Version, bound: Version): boolean {
  const [major, minor, patch] = version;
  return major !== bound[0] ? major > bound[0] : minor !== bound[1] ? minor > bound[1] : patch >= bound[2];
}

const grammar = /^(\^|~|>=|)(\d+\.\d+\.\d+)$/;

export function isHubRange(range: string): boolean {
  return range === '*' || grammar.test(range);
}

/**
 * Whether a plugin's range takes in a hub version. The grammar is the part plugin authors use: `*`,
 * `1.2.3`, `^1.2.3` (as npm reads it: below 1.0.0 the minor is the breaking part), `~1.2.3`, `>=1.2.3`.
 */
export function acceptsHub(range: string, hubVersion: string): boolean {
  if (range === '*') return true;
  const version = versionOf(hubVersion);
  const match = grammar.exec(range);
  const bound = versionOf(match?.[2] ?? '');
  if (match === null || version === undefined || bound === undefined) return false;
  const sameMinor = version[0] === bound[0] && version[1] === bound[1];
  switch (match[1]) {
    case '^':
      return atLeast(version, bound) && (bound[0] === 0 ? sameMinor : version[0] === bound[0]);
    case '~':
      return atLeast(version, bound) && sameMinor;
    case '>=':
      return atLeast(version, bound);
    default:
      return sameMinor && version[2] === bound[2];
  }
}
