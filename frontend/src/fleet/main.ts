import "../ui/page";
import "./fleet.css";
import "./replay.css";
import "./timeline.css";
import "./people.css";
import "./rules.css";
import "./reports.css";
import "./holds.css";
import "./unknown.css";
import "../ui/htmx";
import { keepAges, ServerClock } from "../ui/ages";
import { guardForm } from "./guard";
import { startChoice, startSelection } from "./replayChoice";
import { startReports } from "./reports";
import { startSelectAll } from "./selectAll";
import { startSheets } from "./sheet";
import { startVehiclePage } from "./vehiclePage";

const language = document.documentElement.lang === "en" ? "en" : "id";
const clock = new ServerClock();
clock.set(document);
keepAges(document, clock, language);

const notice = document.querySelector<HTMLElement>("[data-not-renewed]");
const failed = () => notice?.toggleAttribute("hidden", false);
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, failed);
}
document.addEventListener("htmx:afterSwap", () => {
  notice?.toggleAttribute("hidden", true);
  clock.set(document);
});

for (const form of document.querySelectorAll<HTMLFormElement>("[data-guard]")) guardForm(form);
startSheets(document);
startSelectAll(document);
document.querySelector<HTMLInputElement>("[data-go-to-day]")?.addEventListener("change", (event) => {
  const input = event.currentTarget as HTMLInputElement;
  if (input.value !== "" && input.checkValidity()) input.form?.submit();
});
for (const here of document.querySelectorAll(".day[aria-current], .fleet-sections [aria-current]"))
  here.scrollIntoView({ block: "nearest", inline: "center" });
startReports(document);

const map = document.querySelector<HTMLElement>("[data-track-map]");
if (map !== null) void startVehiclePage(map, clock);

const choice = document.querySelector<HTMLFormElement>("[data-replay-choice]");
if (choice !== null) startChoice(choice);
const selected = document.querySelector<HTMLAnchorElement>("[data-replay-selected]");
if (selected !== null) startSelection(document, selected);
const replay = document.querySelector<HTMLElement>("[data-replay]");
if (replay !== null) void import("./replayPage").then(({ startReplay }) => startReplay(replay));
