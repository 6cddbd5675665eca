import { expect, it, vi } from "vitest";
import { discardDraft } from "./discard";

function form(written: boolean, answer: boolean) {
  return {
    written: () => written,
    ask: vi.fn(() => answer),
    forget: vi.fn(() => Promise.resolve()),
  };
}

it("leaves an empty form without a question and deletes its draft", async () => {
  const owner = form(false, false);
  expect(await discardDraft(owner)).toBe(true);
  expect(owner.ask).not.toHaveBeenCalled();
  expect(owner.forget).toHaveBeenCalledOnce();
});

it("asks before what was written is deleted", async () => {
  const owner = form(true, true);
  expect(await discardDraft(owner)).toBe(true);
  expect(owner.ask).toHaveBeenCalledOnce();
  expect(owner.forget).toHaveBeenCalledOnce();
});

it("keeps form and draft when the answer is no", async () => {
  const owner = form(true, false);
  expect(await discardDraft(owner)).toBe(false);
  expect(owner.forget).not.toHaveBeenCalled();
});
