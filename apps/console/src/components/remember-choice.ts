/** For choices the server needs to render the page as the person wants it: it answers with the cookie. */
export async function rememberChoice(choice: { readonly locale: string } | { readonly zone: string }): Promise<void> {
  await fetch('/api/preferences', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(choice),
  });
}
