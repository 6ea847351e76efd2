import type { Page } from "@playwright/test";

/** What stands in the site's database, by key; where the reader is, which is kept at a moment of its own, only if asked for. */
export function records(page: Page, withPlace = false): Promise<Record<string, string>> {
  return page.evaluate(async (withPlace) => {
    const ended = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error!);
      });
    const database = await ended(indexedDB.open("headroom"));
    const store = database.transaction("records").objectStore("records");
    const [keys, texts] = await Promise.all([ended(store.getAllKeys()), ended(store.getAll())]);
    database.close();
    const all = keys.map((key, n) => [key as string, texts[n] as string] as const);
    return Object.fromEntries(all.filter(([key]) => withPlace || key !== "settings:place"));
  }, withPlace);
}

/** Puts a text into the site's database behind the program's back. */
export function put(page: Page, key: string, text: string): Promise<void> {
  return page.evaluate(
    async ([key, text]) => {
      const database = await new Promise<IDBDatabase>((done, fail) => {
        const request = indexedDB.open("headroom");
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error!);
      });
      await new Promise<void>((done, fail) => {
        const transaction = database.transaction("records", "readwrite");
        transaction.objectStore("records").put(text, key);
        transaction.oncomplete = () => done();
        transaction.onabort = () => fail(transaction.error!);
      });
      database.close();
    },
    [key, text],
  );
}
