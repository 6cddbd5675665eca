/** Hears over the live link that complaints have changed. */
import { browserWorld, LiveConnection, socketUrl } from "../net/live/connection";
import type { ServerMessage } from "../net/live/messages";

/** A flood of changes refreshes the list once. */
const QUIET_MS = 400;

export interface Hearer {
  changed(): void;
  caseChanged(code: string, updatedAt: string): void;
}

export function followComplaints(page: Location, hearer: Hearer): LiveConnection {
  let number: number | null = null;
  let timer = 0;
  // A page with words that somebody has typed is never loaded again from under their hands.
  let typed = false;
  document.addEventListener("input", () => {
    typed = true;
  });
  const refresh = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => hearer.changed(), QUIET_MS);
  };
  const connection = new LiveConnection(
    socketUrl(page, "/ws/live"),
    {
      link: () => undefined,
      frame: () => undefined,
      forget: () => {
        number = null;
      },
      resumeFrom: () => number,
      mayReload: () => !typed,
      message: (message: ServerMessage) => {
        if (message.op === "snapshot") {
          // Whatever came between the page and the link is caught up with one look.
          if (number !== null) refresh();
          number = message.number;
        }
        if (message.op !== "event") return;
        number = message.number;
        if (!message.type.startsWith("complaint.")) return;
        refresh();
        const { code, updated_at } = message.data as { code?: string; updated_at?: string };
        if (code !== undefined && updated_at !== undefined) hearer.caseChanged(code, updated_at);
      },
    },
    browserWorld(),
    { topics: ["complaint"], state: false },
  );
  connection.start();
  return connection;
}
