interface TextFault {
  readonly line: number;
  readonly column: number;
}

/** Where a text stops being JSON, as far as the browser tells; undefined when it is JSON. */
export function jsonFault(text: string): TextFault | 'somewhere' | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const place = /line (\d+) column (\d+)/.exec(message);
    if (place !== null) return { line: Number(place[1]), column: Number(place[2]) };
    if (!/\bend of\b/.test(message)) return 'somewhere';
    const lines = text.split('\n');
    return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  }
}

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * JSON on many lines. Every token stays as it was sent, big numbers and escapes included, which parsing
 * and writing it again would change. What is no JSON stays as it is.
 */
export function indentJson(text: string): string {
  if (jsonFault(text) !== undefined) return text;
  const parts: string[] = [];
  let depth = 0;
  const newLine = (): string => `\n${'  '.repeat(depth)}`;
  for (const [token] of text.matchAll(tokens)) {
    const isOpened = parts.at(-1) === '{' || parts.at(-1) === '[';
    if (token === '}' || token === ']') {
      depth--;
      parts.push(isOpened ? token : `${newLine()}${token}`);
      continue;
    }
    if (isOpened) parts.push(newLine());
    if (token === '{' || token === '[') {
      depth++;
      parts.push(token);
    } else if (token === ',') parts.push(`,${newLine()}`);
    else parts.push(token === ':' ? ': ' : token);
  }
  return parts.join('');
}
