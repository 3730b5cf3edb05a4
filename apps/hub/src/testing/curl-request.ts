/** What a `curl` command of a document asks for. */
export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const word = /\s*(?:\\\n)?\s*((?:'[^']*'|"[^"]*"|[^\s'"\\])+)/y;

/** Words of a shell command with both kinds of quotes and variables, as far as documents use them. */
function wordsOf(command: string, variables: Readonly<Record<string, string>>): string[] {
  const words: string[] = [];
  word.lastIndex = 0;
  for (let match = word.exec(command); match !== null; match = word.exec(command)) {
    const parts = match[1]?.match(/'[^']*'|"[^"]*"|[^'"]+/g) ?? [];
    const text = parts.map((part) => {
      if (part.startsWith("'")) return part.slice(1, -1);
      const bare = part.startsWith('"') ? part.slice(1, -1) : part;
      return bare.replace(/\$(\w+)/g, (_, name: string) => variables[name] ?? '');
    });
    words.push(text.join(''));
  }
  return words;
}

/** Reads a document's `curl` command; anything it does not know is a mistake in the document. */
export function curlRequest(command: string, variables: Readonly<Record<string, string>>): CurlRequest {
  const [line = '', document] = command.split(/ <<'EOF'\n/);
  const [program, ...words] = wordsOf(line, variables);
  if (program !== 'curl') throw new Error(`Not a curl command: ${command.slice(0, 80)}`);
  const headers: Record<string, string> = {};
  let [method, url, body] = ['GET', '', ''];
  for (let at = 0; at < words.length; at++) {
    const name = words[at] ?? '';
    if (!name.startsWith('-')) {
      url = name;
      continue;
    }
    const value = words[++at] ?? '';
    if (name === '-X') method = value;
    else if (name === '-H') headers[value.slice(0, value.indexOf(':'))] = value.slice(value.indexOf(':') + 1).trim();
    else if (name === '-u') headers['Authorization'] = `Basic ${Buffer.from(value).toString('base64')}`;
    else if (name === '-d') body = value;
    else if (name === '--data-binary' && value === '@-') body = document?.replace(/\nEOF\s*$/, '\n') ?? '';
    else throw new Error(`The option ${name} ${value} of curl is not known here.`);
  }
  return { method, url, headers, body };
}

/** The commands in the shell blocks of a Markdown text. */
export function curlCommandsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^```sh\n(curl [\s\S]*?)\n```$/gm)].map((match) => match[1] ?? '');
}
