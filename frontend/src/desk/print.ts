/** Paper is white: what is printed takes the day's colours, whatever the screen shows. */
export function printByDay(page: Window, root: HTMLElement): void {
  let before = "";
  page.addEventListener("beforeprint", () => {
    before = root.dataset.theme ?? "";
    root.dataset.theme = "day";
  });
  page.addEventListener("afterprint", () => {
    root.dataset.theme = before;
  });
}
