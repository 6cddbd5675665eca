import "../ui/page";
import "../forms/complaint/complaint.css";
import "../ui/styles/components/case.css";
import "./desk.css";
import { startComplaintForms } from "../forms/complaint/form";
import { startCaseMaps } from "../map/core/caseMap";
import htmx from "../ui/htmx";
import { session } from "../ui/storage";
import { followComplaints } from "./follow";
import { restoreSteps, startKeeping } from "./keep";
import { startList } from "./list";
import { printByDay } from "./print";

startComplaintForms(document);
startCaseMaps(document);
startList(document);
startKeeping(document, session);
restoreSteps(document, session);

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
});
printByDay(window, document.documentElement);
document.addEventListener("htmx:afterSettle", () => {
  startCaseMaps(document);
  restoreSteps(document, session);
});

if (document.querySelector("#inbox, [data-case]") !== null) {
  followComplaints(location, {
    changed: () => {
      if (document.getElementById("inbox") !== null) htmx.trigger("#inbox", "complaints-changed", {});
    },
    caseChanged: (code, updatedAt) => {
      const shown = document.querySelector<HTMLElement>(`[data-case="${CSS.escape(code)}"]`);
      if (shown === null || new Date(updatedAt) <= new Date(shown.dataset.updated ?? "")) return;
      shown.querySelector<HTMLElement>("[data-case-changed]")?.removeAttribute("hidden");
    },
  });
}
