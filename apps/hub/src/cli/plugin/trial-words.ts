const maxText = 160;

export function number(value: number): string {
  return value.toLocaleString('en-US');
}

export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${number(count)} ${count === 1 ? noun : nouns}`;
}

export function section(title: string, lines: readonly string[], more = 0): readonly string[] {
  if (lines.length === 0) return [];
  const rest = more > 0 ? [`  … and ${more} more; --top shows more, --json all`] : [];
  return ['', title, ...lines.map((line) => `  ${line}`), ...rest];
}

export function short(text: string): string {
  return text.length <= maxText ? text : `${text.slice(0, maxText - 1)}…`;
}
