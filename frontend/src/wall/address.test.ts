import { expect, it } from "vitest";
import { type Address, formatAddress, parseAddress } from "./address";

const VIEW = { zoom: 11.25, lat: 3.10101, lon: 98.35002 };

it("is read as it was written", () => {
  const address: Address = {
    map: VIEW,
    selection: { type: "complaint", id: 12 },
    off: new Set(["cameras", "hazard"] as const),
  };
  expect(parseAddress(formatAddress(address))).toEqual(address);
});

it("says nothing about layers that are as they start", () => {
  expect(formatAddress({ map: null, selection: null, off: parseAddress("").off })).toBe("");
});

it("can have every layer on", () => {
  expect(parseAddress(formatAddress({ map: null, selection: null, off: new Set() })).off.size).toBe(0);
});

it("reads addresses that were shared before", () => {
  const { selection, off } = parseAddress("#sel=report:12&off=reports,cameras");
  expect(selection).toEqual({ type: "complaint", id: 12 });
  expect([...off].sort()).toEqual(["cameras", "complaints"]);
});

it.each(["#map=x/1/2", "#map=11/91/98", "#map=", "#sel=complaint:", "#sel=user:1", "#sel=complaint:1x"])(
  "ignores %s",
  (hash) => {
    expect(parseAddress(hash)).toMatchObject({ map: null, selection: null });
  },
);
