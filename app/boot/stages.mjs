/** What a worker posts of its start, as app/boot/downloads.mjs reports it. */

/**
 * Hears how a worker's start goes.
 * @param {Worker} worker
 * @param {(stage: object) => void} onStage hears how far it is
 * @returns {Promise<never>} rejects with words for the page when the start fails; whoever waits for it hears of that
 */
export function failureOf(worker, onStage) {
  const failed = new Promise((_, reject) => {
    worker.addEventListener("message", ({ data }) => {
      if (!data?.backissue) return;
      if (data.backissue.stage === "failed") reject(new Error(data.backissue.message));
      else onStage(data.backissue);
    });
    worker.addEventListener("error", (event) => reject(new Error(event.message || "The worker that runs Python could not be started.")));
  });
  failed.catch(() => {});
  return failed;
}
