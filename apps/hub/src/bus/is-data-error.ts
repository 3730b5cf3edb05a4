/** SQLSTATE class 22 (data) or 23 (integrity): the same values fail again, whenever they are tried. */
export function isDataError(error: unknown): error is Error {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && /^2[23][0-9A-Z]{3}$/.test(error.code)
  );
}
