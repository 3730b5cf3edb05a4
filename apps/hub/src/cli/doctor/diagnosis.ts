/** `warning`: it works, and somebody should look before it does not. */
export type DiagnosisLevel = 'well' | 'warning' | 'failure';

/** One thing the doctor looked at. */
export interface Diagnosis {
  readonly area: string;
  readonly name: string;
  readonly level: DiagnosisLevel;
  readonly detail: string;
  /** What to do; empty when well. */
  readonly advice: string;
}

/** Diagnoses of one area of the report. */
export function diagnosesOf(area: string) {
  return {
    well: (name: string, detail: string): Diagnosis => ({ area, name, level: 'well', detail, advice: '' }),
    warning: (name: string, detail: string, advice: string): Diagnosis => ({
      area,
      name,
      level: 'warning',
      detail,
      advice,
    }),
    failure: (name: string, detail: string, advice: string): Diagnosis => ({
      area,
      name,
      level: 'failure',
      detail,
      advice,
    }),
  };
}

/** The sentence of a failure, without an address: those hold passwords. */
export function reasonWithoutAddress(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  const said = message === undefined || message === '' ? (code ?? 'no reason given') : message;
  return said.replaceAll(/\b[a-z]+:\/\/\S+/g, '(address)');
}
