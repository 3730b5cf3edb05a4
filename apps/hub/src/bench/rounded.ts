/** A figure as a bench prints it. */
export function rounded(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}
