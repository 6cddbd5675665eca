/** A form that asks before what was typed is left behind. */
export function guardForm(form: HTMLFormElement): void {
  let dirty = form.querySelector(".error") !== null;
  form.addEventListener("input", () => {
    dirty = true;
  });
  form.addEventListener("submit", () => {
    dirty = false;
  });
  form.querySelector("[data-leave]")?.addEventListener("click", () => {
    dirty = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}
