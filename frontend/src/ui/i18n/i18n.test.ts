import { expect, it } from "vitest";
import { type Key, translator } from ".";
import { en } from "./en";
import { id } from "./id";

it("says everything in both languages", () => {
  expect(Object.keys(id).sort()).toEqual(Object.keys(en).sort());
});

it("names the same values in both languages", () => {
  const names = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const [key, text] of Object.entries(en))
    expect([key, names(id[key as keyof typeof en])]).toEqual([key, names(text)]);
});

it("leaves no text empty", () => {
  for (const text of [...Object.values(en), ...Object.values(id)]) expect(text.trim()).not.toBe("");
});

it("fills values in", () => {
  expect(translator("id")("age.ago", { age: "3 mnt" })).toBe("3 mnt lalu");
});

it("says a word that it does not know as it is", () => {
  expect(translator("id")("zone.kind.sink_hole" as Key)).toBe("sink hole");
});
