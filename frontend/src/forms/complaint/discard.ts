/** "Cancel" on a form that keeps a draft: what was written goes with the form, after a question. */

export interface DraftOwner {
  /** Whether the form holds anything that was written, ticked or chosen. */
  written: () => boolean;
  ask: () => boolean;
  forget: () => Promise<void>;
}

/** Whether the form may be left; its draft is deleted by then. Asks only where something would be lost. */
export async function discardDraft({ written, ask, forget }: DraftOwner): Promise<boolean> {
  if (written() && !ask()) return false;
  await forget();
  return true;
}
