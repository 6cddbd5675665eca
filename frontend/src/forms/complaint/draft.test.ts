import { beforeEach, expect, it } from "vitest";
import { forgetDraft, readDraft, saveDraft } from "./draft";

class Shelf implements Storage {
  #items = new Map<string, string>();
  get length(): number {
    return this.#items.size;
  }
  clear(): void {
    this.#items.clear();
  }
  getItem(name: string): string | null {
    return this.#items.get(name) ?? null;
  }
  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }
  removeItem(name: string): void {
    this.#items.delete(name);
  }
  setItem(name: string, value: string): void {
    this.#items.set(name, value);
  }
}

let shelf: Shelf;
beforeEach(() => {
  shelf = new Shelf();
});

function typed(): FormData {
  const form = new FormData();
  form.set("title", "Lubang di jalan");
  form.set("phone", "0812");
  form.set("form_token", "t1");
  form.set("anonymous", "on");
  return form;
}

it("gives back what was typed, with the wish for secrecy and the form's token", () => {
  saveDraft(shelf, "complaint", typed(), 1000);
  expect(readDraft(shelf, "complaint", 2000)).toEqual({
    at: 1000,
    flags: ["anonymous"],
    values: { title: "Lubang di jalan", phone: "0812", form_token: "t1" },
  });
});

it("keeps a tick alone, and is no draft without anything written", () => {
  const form = new FormData();
  form.set("form_token", "t1");
  form.set("category", "sampah");
  saveDraft(shelf, "complaint", form, 1000);
  expect(readDraft(shelf, "complaint", 1001)).toBeNull();
  form.set("confidential", "on");
  saveDraft(shelf, "complaint", form, 1000);
  expect(readDraft(shelf, "complaint", 1001)?.flags).toEqual(["confidential"]);
});

it("forgets after a day", () => {
  saveDraft(shelf, "complaint", typed(), 1000);
  expect(readDraft(shelf, "complaint", 1000 + 25 * 3_600_000)).toBeNull();
});

it("forgets when the complaint is sent", () => {
  saveDraft(shelf, "complaint", typed(), 1000);
  forgetDraft(shelf, "complaint");
  expect(readDraft(shelf, "complaint", 1001)).toBeNull();
});
