const yearInSeconds = 365 * 24 * 60 * 60;

/** For choices the server needs to render the page as the person wants it. */
export function rememberInCookie(name: string, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=${yearInSeconds}; samesite=lax`;
}
