import type { Diagnosis, DiagnosisLevel } from './diagnosis.ts';

const marks: Readonly<Record<DiagnosisLevel, string>> = { well: '✔', warning: '!', failure: '✘' };

/** The report for people: by area, and under what is not well the thing to do. */
export function describeDiagnoses(diagnoses: readonly Diagnosis[]): string {
  const lines: string[] = [];
  for (const [area, found] of Map.groupBy(diagnoses, (diagnosis) => diagnosis.area)) {
    lines.push(area);
    const width = Math.max(...found.map((diagnosis) => diagnosis.name.length));
    for (const { name, level, detail, advice } of found) {
      lines.push(`  ${marks[level]} ${name.padEnd(width)}  ${detail}`);
      if (advice !== '') lines.push(`      → ${advice}`);
    }
    lines.push('');
  }
  return [...lines, conclusion(diagnoses)].join('\n');
}

function conclusion(diagnoses: readonly Diagnosis[]): string {
  const failures = diagnoses.filter((diagnosis) => diagnosis.level === 'failure').length;
  const warnings = diagnoses.filter((diagnosis) => diagnosis.level === 'warning').length;
  if (failures + warnings === 0) return 'Everything is well.';
  const parts = [failures > 0 ? `${failures} to repair` : '', warnings > 0 ? `${warnings} to look at` : ''];
  return `${parts.filter((part) => part !== '').join(', ')}.`;
}

export function hasFailure(diagnoses: readonly Diagnosis[]): boolean {
  return diagnoses.some((diagnosis) => diagnosis.level === 'failure');
}
