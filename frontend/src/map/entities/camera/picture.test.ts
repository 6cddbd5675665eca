import { expect, test } from "vitest";
import { noPictureText } from "./picture";

test.each([
  ["planned", true, "detail.pictures-later"],
  ["planned", false, "detail.pictures-later"],
  ["installed", true, "detail.pictures-later"],
  ["active", true, "detail.picture-failed"],
  ["active", false, "detail.no-picture"],
  ["faulty", true, "detail.picture-failed"],
] as const)("a %s camera without a picture (failed: %s) says %s", (stage, failed, key) => {
  expect(noPictureText(stage, failed)).toBe(key);
});
