import "../ui/page";
import "../forms/complaint/complaint.css";
import "../ui/styles/components/case.css";
import "./incidents.css";
import { PlacePicker } from "../forms/complaint/place";
import { startCaseMaps } from "../map/core/caseMap";
import { keepAges, ServerClock } from "../ui/ages";

const language = document.documentElement.lang === "en" ? "en" : "id";
const clock = new ServerClock();
clock.set(document);
keepAges(document, clock, language);

startCaseMaps(document);
for (const hidden of document.querySelectorAll<HTMLElement>("[data-needs-script]")) hidden.hidden = false;
const place = document.querySelector<HTMLElement>("[data-place-pick]");
if (place !== null) new PlacePicker(place);
document.querySelector<HTMLElement>("[data-first-error]")?.focus();
