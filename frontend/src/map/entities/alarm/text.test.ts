import { expect, it } from "vitest";
import type { VehicleEvent } from "../../../net/live/types";
import { alarmWords, kindWords } from "./text";

function words(kind: string, detail: VehicleEvent["detail"], language: "id" | "en" = "en"): string {
  return alarmWords({ kind, detail } as VehicleEvent, language);
}

it("says how fast, how long and where the limit was", () => {
  expect(words("overspeed", { top_kmh: 92.4, limit_kmh: 60, for_s: 75 })).toBe(
    "Up to 92.4 km/h for 75 s where 60 km/h is the limit.",
  );
});

it("says it in Indonesian", () => {
  expect(words("overspeed", { top_kmh: 92.4, limit_kmh: 60, for_s: 720 }, "id")).toBe(
    "Hingga 92,4 km/jam selama 12 mnt, sedangkan batasnya 60 km/jam.",
  );
});

it("says nothing of a time that did not pass", () => {
  const detail = { top_kmh: 31.3, limit_kmh: 20, for_s: 0 };
  expect(words("overspeed", detail)).toBe("Up to 31.3 km/h where 20 km/h is the limit.");
  expect(words("overspeed", detail, "id")).toBe("Hingga 31,3 km/jam, sedangkan batasnya 20 km/jam.");
});

it.each([
  [89, "89 s"],
  [90, "2 min"],
  [11_100, "3 h 05 min"],
  [190_800, "2 d 5 h"],
])("says %d seconds as people do", (seconds, said) => {
  expect(words("heard_again", { for_s: seconds })).toBe(`Heard again after ${said}.`);
});

it("tells why a vehicle is silent", () => {
  expect(words("silent", { for_s: 1200, why: "no_fix" })).toBe(
    "Nothing useful for 20 min: it is heard, but sends no position.",
  );
});

it("shows a dash for what the alarm does not hold", () => {
  expect(words("dwell", {})).toBe("Has been in “–” for – without leaving.");
});

it("says a kind of a newer server as it is", () => {
  expect(words("door_open", {})).toBe("door open");
  expect(kindWords("door_open", "id")).toBe("door open");
});

it("says of a call for help that its origin is not proven", () => {
  expect(words("sos", { unproven: true })).toBe(
    "Somebody in the vehicle asks for help (SOS). Origin not proven: whoever knows the device's identity could have sent this.",
  );
  expect(words("sos", {})).not.toContain("proven");
});
