/** A box in the head of a table that ticks every box of its column; ``data-select-all`` is their name. */
export function startSelectAll(page: Document): void {
  for (const head of page.querySelectorAll<HTMLInputElement>("input[data-select-all]")) {
    const boxes = (): HTMLInputElement[] => [
      ...page.querySelectorAll<HTMLInputElement>(
        `tbody input[name="${CSS.escape(head.dataset.selectAll ?? "")}"]`,
      ),
    ];
    head.addEventListener("change", () => {
      for (const box of boxes()) box.checked = head.checked;
    });
    head.closest("table")?.addEventListener("change", () => {
      const ticked = boxes().filter((box) => box.checked).length;
      head.checked = ticked > 0 && ticked === boxes().length;
      head.indeterminate = ticked > 0 && !head.checked;
    });
  }
}
