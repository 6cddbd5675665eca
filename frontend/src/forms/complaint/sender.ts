/** Sends a form by fetch: a lost connection is met by trying again, never by the browser's error page. */

const TIMEOUT_MS = 180_000;
const PAUSES_MS = [5_000, 10_000, 20_000, 40_000, 60_000];
const LOGIN = /^(https?:\/\/[^/]+)?\/login\//;
const PASSING = new Set([408, 502, 503, 504]);

export interface Outcome {
  kind: "stored" | "answered" | "unreachable" | "logged-out";
  /** Where a stored complaint's receipt is. */
  url?: string;
  /** The page that answers a form that was not taken, or the one to which a stored form leads. */
  html?: string;
}

/** One try. `unreachable` may mean that the complaint arrived and the answer did not; the form's token makes it one complaint. */
export async function sendOnce(
  fetcher: typeof fetch,
  action: string,
  body: FormData,
  signal: AbortSignal = AbortSignal.timeout(TIMEOUT_MS),
): Promise<Outcome> {
  try {
    const response = await fetcher(action, {
      method: "POST",
      body,
      signal,
      headers: { Accept: "text/html" },
    });
    if (response.ok && response.redirected) {
      // A session that has ended answers with the login page: nothing was stored.
      if (LOGIN.test(response.url)) return { kind: "logged-out" };
      return { kind: "stored", url: response.url, html: await response.text().catch(() => "") };
    }
    if (PASSING.has(response.status)) return { kind: "unreachable" };
    return { kind: "answered", html: await response.text() };
  } catch {
    return { kind: "unreachable" };
  }
}

/** How long to wait before the next try, counted from the first failure. */
export function pauseAfter(failures: number): number {
  return PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1] ?? PAUSES_MS[0]!;
}
