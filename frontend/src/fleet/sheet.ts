/** Small things that pages of codes and links do: print, select, copy. */
export function startSheets(page: Document): void {
  page.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-print]")) window.print();
    const input = target?.closest<HTMLInputElement>("input[data-select]");
    input?.select();
    const button = target?.closest<HTMLElement>("[data-copy]");
    if (button) void copy(page, button);
  });
}

async function copy(page: Document, button: HTMLElement): Promise<void> {
  const field = page.getElementById(button.dataset.copy ?? "");
  if (!(field instanceof HTMLInputElement)) return;
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch (error) {
    // Pages without TLS have no clipboard; what is selected can still be copied by hand.
    console.warn("nothing was copied", error);
    return;
  }
  const label = button.querySelector("span");
  if (label) label.textContent = button.dataset.copied ?? label.textContent;
}
