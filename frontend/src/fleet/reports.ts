/** The pages of reports: the form's small helps, and runs that are followed until they are over. */

const EVERY_MS = 1000;
const SLOWEST_MS = 15_000;

interface RunState {
  readonly state: string;
  readonly progress: number;
  readonly words: string;
}

export function isOver(state: string): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}

/** Whether a name holds every word that was typed, in any order. */
export function fits(name: string, typed: string): boolean {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const low = name.toLocaleLowerCase();
  return words.every((word) => low.includes(word));
}

export function startReports(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("[data-report-form]")) startForm(form);
  for (const line of root.querySelectorAll<HTMLElement>("[data-run]")) void follow(line);
}

function startForm(form: HTMLFormElement): void {
  const show = () => {
    const data = new FormData(form);
    form
      .querySelector("[data-days]")
      ?.toggleAttribute("hidden", data.get("period") !== "custom" && !hasErrors(form));
    for (const part of form.querySelectorAll<HTMLElement>("[data-every]"))
      part.hidden = part.dataset.every !== data.get("every");
    const picked = form.querySelector("[data-picked]");
    const count = data.getAll("vehicle").length;
    if (picked !== null) picked.textContent = count > 0 ? `(${count})` : "";
  };
  form.addEventListener("change", show);
  form.querySelector<HTMLInputElement>("[data-pick-filter]")?.addEventListener("input", (event) => {
    filter(form, (event.currentTarget as HTMLInputElement).value);
  });
  show();
}

function hasErrors(form: HTMLFormElement): boolean {
  return form.querySelector("[data-days] .error") !== null;
}

function filter(form: HTMLFormElement, typed: string): void {
  let shown = 0;
  for (const item of form.querySelectorAll<HTMLElement>("[data-pick-list] > li")) {
    const checked = item.querySelector<HTMLInputElement>("input")?.checked ?? false;
    item.hidden = !checked && !fits(item.textContent ?? "", typed);
    if (!item.hidden) shown += 1;
  }
  form.querySelector("[data-pick-none]")?.toggleAttribute("hidden", shown > 0);
}

/** Asks again and again; slower while the server does not answer. */
async function follow(line: HTMLElement): Promise<void> {
  let pause = EVERY_MS;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const now = await ask(line.dataset.run ?? "");
    pause = now === null ? Math.min(pause * 2, SLOWEST_MS) : EVERY_MS;
    if (now === null) continue;
    if (isOver(now.state)) {
      location.reload();
      return;
    }
    const words = line.querySelector("[data-run-words]");
    if (words !== null) words.textContent = `${now.words} ${now.progress} %`;
    line
      .querySelector<HTMLProgressElement>("[data-run-progress]")
      ?.setAttribute("value", String(now.progress));
  }
}

async function ask(address: string): Promise<RunState | null> {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? ((await answer.json()) as RunState) : null;
  } catch (error) {
    // The next round asks again; the line says what was known last.
    console.warn("the state of a report could not be read", error);
    return null;
  }
}
