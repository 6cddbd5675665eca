/** The inbox's list: which row is open, and moving through it with j and k. */

export function startList(page: Document): void {
  page.addEventListener("htmx:afterSwap", (event) => {
    // A page brought back from the history has no target.
    const { target } = (event as CustomEvent<{ target?: Element }>).detail;
    if (target?.id === "case") markOpen(page);
  });
  page.addEventListener("htmx:historyRestore", () => markOpen(page));
  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "j") step(page, 1);
    if (event.key === "k") step(page, -1);
  });
}

function rows(page: Document): HTMLAnchorElement[] {
  return Array.from(page.querySelectorAll<HTMLAnchorElement>("#inbox a[data-code]"));
}

function markOpen(page: Document): void {
  const open = page.querySelector<HTMLElement>("[data-case]")?.dataset.case;
  for (const row of rows(page)) {
    if (row.dataset.code === open) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

function step(page: Document, by: 1 | -1): void {
  const listed = rows(page);
  const at = listed.findIndex((row) => row.getAttribute("aria-current") === "true");
  const next = listed[at < 0 ? 0 : at + by];
  next?.focus();
  next?.click();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
