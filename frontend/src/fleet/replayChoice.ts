/** Choosing the vehicles of a replay, on its page and in the list; the choice outlives a renewal of the list. */

/** The form of the replay's page: its boxes become one parameter of the address. */
export function startChoice(form: HTMLFormElement): void {
  const most = Number(form.dataset.most);
  const boxes = [...form.querySelectorAll<HTMLInputElement>("[data-choice]")];
  const button = form.querySelector<HTMLButtonElement>("[data-choice-go]")!;
  const limit = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.disabled = !box.checked && chosen >= most;
    button.disabled = chosen === 0;
  };
  form.addEventListener("change", limit);
  limit();
  const search = form.querySelector<HTMLInputElement>("[data-choice-search]");
  search?.addEventListener("input", () => {
    const wanted = search.value.trim().toLocaleLowerCase();
    for (const box of boxes) {
      const row = box.closest("li")!;
      row.hidden = !(row.textContent ?? "").toLocaleLowerCase().includes(wanted);
    }
  });
  form.addEventListener("formdata", (event) => {
    const ids = boxes.filter((box) => box.checked).map((box) => box.value);
    event.formData.set("vehicles", ids.join(","));
  });
}

/** The boxes of the list of vehicles, and the link that leads to the replay of those that are ticked. */
export function startSelection(page: Document, link: HTMLAnchorElement): void {
  const most = Number(link.dataset.most);
  const chosen = new Set<string>();
  const boxes = () => page.querySelectorAll<HTMLInputElement>("[data-select-vehicle]");
  const show = () => {
    for (const box of boxes()) {
      box.checked = chosen.has(box.value);
      box.disabled = !box.checked && chosen.size >= most;
    }
    link.hidden = chosen.size === 0;
    link.href = `${link.dataset.address}?vehicles=${[...chosen].join(",")}`;
    const count = link.querySelector("[data-count]");
    if (count) count.textContent = String(chosen.size);
  };
  page.addEventListener("change", (event) => {
    const box = event.target as HTMLInputElement;
    if (!box.matches("[data-select-vehicle]")) return;
    if (box.checked) chosen.add(box.value);
    else chosen.delete(box.value);
    show();
  });
  page.addEventListener("htmx:afterSwap", show);
  // A browser that goes back shows the boxes as they were left.
  for (const box of boxes()) if (box.checked) chosen.add(box.value);
  show();
}
