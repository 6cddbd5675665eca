/** What every page does: its look, the theme button, closing of toasts. */
import "./styles/base.css";
import { applyDisplay, readDisplay } from "./display";
import { startNavigation } from "./navigation";
import { local } from "./storage";
import { toggleTheme } from "./theme";

applyDisplay(document.documentElement, readDisplay(local));

for (const nav of document.querySelectorAll<HTMLElement>(".page-nav")) startNavigation(nav);

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("[data-toggle-theme]")) toggleTheme(document);
  target?.closest("[data-dismiss]")?.closest(".toast, .notice")?.remove();
});

document.addEventListener("change", (event) => {
  const target = event.target;
  if (target instanceof HTMLSelectElement && target.matches("[data-submit-on-change]")) target.form?.submit();
});
