/** The same by hand, for when the button fails. */
export const demoCommand = 'npm run hub -- demo';

export async function loadDemo(): Promise<void> {
  const answer = await fetch('/api/demo', { method: 'POST' });
  if (!answer.ok) throw new Error(`The demo answered ${answer.status}.`);
}
