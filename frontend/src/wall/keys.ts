/** The keyboard: every control of the wall without a mouse. Arrow keys and + - belong to the map itself. */
import type { Wall } from "./context";

export function handleKey(event: KeyboardEvent, wall: Wall): void {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const action = ACTIONS[event.key];
  if (action === undefined) return;
  event.preventDefault();
  action(wall);
}

const ACTIONS: Record<string, (wall: Wall) => void> = {
  "?": ({ state }) => {
    state.helpOpen = !state.helpOpen;
  },
  "/": () => document.querySelector<HTMLInputElement>("#wall-search")?.focus(),
  "0": ({ state }) => state.go("home"),
  "1": ({ state }) => {
    state.tab = "complaints";
  },
  "2": ({ state }) => {
    state.tab = "vehicles";
  },
  "3": ({ state }) => {
    state.tab = "cameras";
  },
  a: (wall) => takeAlarm(wall),
  j: () => step(1),
  k: () => step(-1),
  l: ({ state }) => {
    state.sideOpen = !state.sideOpen;
  },
  q: ({ state }) => {
    state.queueOpen = !state.queueOpen;
  },
  t: ({ state }) => state.toggleTheme(),
  f: () => toggleFullScreen(),
  m: ({ state }) => {
    state.measuring = !state.measuring;
  },
  Escape: ({ state }) => {
    if (state.measuring) state.measuring = false;
    else state.select(null);
  },
};

export function toggleFullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen();
}

/** The alarm that is selected; if none is, the first one is selected, so that nobody takes what they have not seen. */
function takeAlarm({ config, model, state }: Wall): void {
  const selected = state.selection?.type === "alarm" ? state.selection.id : null;
  if (selected !== null && model.alarms.some((alarm) => alarm.id === selected)) {
    if (config.mayAcknowledge) void model.acknowledging.take(selected);
    return;
  }
  const first = model.alarms[0];
  if (first === undefined) return;
  state.select({ type: "alarm", id: first.id });
  state.go({ selection: { type: "alarm", id: first.id } });
}

/** Moves through the list by pressing its rows, so that key and mouse do the same. */
function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLButtonElement>(".queue .row-button")];
  if (rows.length === 0) return;
  const at = rows.findIndex((row) => row.getAttribute("aria-current") === "true");
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next]!.click();
  rows[next]!.scrollIntoView({ block: "nearest" });
}

/** A dialog that was closed keeps the focus until the next frame is drawn; keys are meant for the wall again by then. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input:not([type=checkbox]), textarea, select, dialog[open]") !== null
  );
}
