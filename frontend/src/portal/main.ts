import "../ui/page";
import "./portal.css";
import { startComplaintForms } from "../forms/complaint/form";

startComplaintForms(document);

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const copy = target?.closest<HTMLElement>("[data-copy]");
  if (copy) void copyLink(copy);
  const share = target?.closest<HTMLElement>("[data-share]");
  if (share)
    void navigator
      .share({ title: share.dataset.shareTitle ?? "", url: share.dataset.share ?? "" })
      .catch(ignoreAbort);
});

for (const button of document.querySelectorAll<HTMLElement>("[data-needs-share]")) {
  button.hidden = typeof navigator.share !== "function";
}

async function copyLink(button: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(button.dataset.copy ?? "");
  const words = button.querySelector("span");
  if (words) words.textContent = button.dataset.copied ?? "";
}

/** Closing the phone's share sheet is no error. */
function ignoreAbort(error: unknown): void {
  if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
}
