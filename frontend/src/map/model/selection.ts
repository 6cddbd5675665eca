/** What is selected on the wall: one thing, written "complaint:12" in the page's address. */
const TYPES = ["vehicle", "complaint", "camera", "zone", "alarm"] as const;
export type SelectionType = (typeof TYPES)[number];
/** What addresses that were shared before say; they still select the same thing. */
const FORMER: Readonly<Record<string, SelectionType>> = { report: "complaint" };

export interface Selection {
  type: SelectionType;
  id: number;
}

export function formatSelection(selection: Selection): string {
  return `${selection.type}:${selection.id}`;
}

export function parseSelection(text: string): Selection | null {
  const match = /^([a-z]+):(\d{1,10})$/.exec(text);
  const type = TYPES.find((known) => known === match?.[1]) ?? FORMER[match?.[1] ?? ""];
  return match && type ? { type, id: Number(match[2]) } : null;
}

export function sameSelection(one: Selection | null, other: Selection | null): boolean {
  return one?.type === other?.type && one?.id === other?.id;
}
