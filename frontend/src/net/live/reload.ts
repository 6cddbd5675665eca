/** Loading the page again when it does not match the server, without ever doing so in a circle. */
const KEY = "pantau.reloaded-for";

/** The parts of a window that are used here. */
export interface ReloadingWindow {
  readonly sessionStorage: Pick<Storage, "getItem" | "setItem">;
  readonly location: { reload(): void };
}

/** Loads the page again unless that was done for the same `reason` last time; returns whether it does. */
export function reloadOnce(reason: string, page: ReloadingWindow): boolean {
  try {
    if (page.sessionStorage.getItem(KEY) === reason) return false;
    page.sessionStorage.setItem(KEY, reason);
  } catch {
    // What cannot be remembered could be done for ever.
    return false;
  }
  page.location.reload();
  return true;
}
