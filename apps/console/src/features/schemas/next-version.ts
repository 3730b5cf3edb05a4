/** The version a change that breaks nothing would have: one minor step up. */
export function nextMinorVersion(version: string | null): string {
  const [major = 1, minor = -1] = (version ?? '').split('.').map(Number);
  return version === null || Number.isNaN(minor) ? '1.0.0' : `${major}.${minor + 1}.0`;
}
