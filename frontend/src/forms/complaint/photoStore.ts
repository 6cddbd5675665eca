/** The photos of a draft, in the browser's own database: they outlive a reload and a lost connection. */
import { KEPT_FOR_MS } from "./draft";

const STORE = "photos";

interface Kept {
  at: number;
  photos: { name: string; type: string; data: ArrayBuffer }[];
}

/** Rejects where the browser keeps nothing, as in some private windows. */
export async function keepPhotos(draft: string, photos: File[], now: number): Promise<void> {
  const kept: Kept = {
    at: now,
    photos: await Promise.all(
      photos.map(async (photo) => ({ name: photo.name, type: photo.type, data: await photo.arrayBuffer() })),
    ),
  };
  await run("readwrite", (store) => store.put(kept, draft));
}

export async function keptPhotos(draft: string, now: number): Promise<File[]> {
  const kept = (await run("readonly", (store) => store.get(draft))) as Kept | undefined;
  if (kept === undefined || now - kept.at > KEPT_FOR_MS) return [];
  return kept.photos.map(({ name, type, data }) => new File([data], name, { type }));
}

export async function forgetPhotos(draft: string): Promise<void> {
  await run("readwrite", (store) => store.delete(draft));
}

function run(mode: IDBTransactionMode, action: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("pantau.drafts", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction(STORE, mode);
      const request = action(transaction.objectStore(STORE));
      transaction.oncomplete = () => {
        database.close();
        resolve(request.result);
      };
      transaction.onabort = () => {
        database.close();
        reject(transaction.error);
      };
    };
  });
}
