/**
 * PyScript opens a database before Python starts, for a cache of packages that this app does not use. Where storage is
 * blocked (privacy settings, a sandboxed frame) that would end the start, so for its duration an empty one stands in.
 */

/** A request of IndexedDB that succeeds at once; its handlers are set just after it is made. */
function succeed(result) {
  const request = { result };
  queueMicrotask(() => request.onsuccess?.({ target: request }));
  return request;
}

const store = { clear: () => succeed(), getAllKeys: () => succeed([]) };
const database = { close() {}, transaction: () => ({ objectStore: () => store }) };

/** Puts the empty database in place of `indexedDB`; returns the function that gives the true one back. */
export function standInForStorage() {
  const own = Object.getOwnPropertyDescriptor(self, "indexedDB");
  Object.defineProperty(self, "indexedDB", { configurable: true, value: { open: () => succeed(database) } });
  return () => {
    if (own) Object.defineProperty(self, "indexedDB", own);
    else delete self.indexedDB;
  };
}
