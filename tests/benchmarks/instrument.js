/**
 * Runs in a page before its own scripts: notes when each answer is in the page and when it is painted, when the last key was
 * pressed, and the stages that the start reports. All times are milliseconds of `performance.now()`.
 */
(() => {
  const ANSWERED = new Set(["backissue:answered", "peer:answered"]);
  const FAILED = new Set(["backissue:failed", "peer:failed"]);
  const PATIENCE_MS = 120_000;
  const channel = new MessageChannel();
  const tasks = [];
  channel.port1.onmessage = () => tasks.shift()();
  /** The frame after this moment, and the first task after that frame. */
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => {
    tasks.push(() => resolve(performance.now()));
    channel.port2.postMessage(0);
  }));

  let key = 0;
  let wanted = null;
  let failed = () => {};
  self.bench = {
    stages: [],
    /** Begins to wait for the whole answer to `query`; `result` is then when the key was pressed, answered and painted. */
    expect(query) {
      wanted = { query };
      wanted.result = new Promise((resolve, reject) => {
        wanted.resolve = resolve;
        failed = reject;
        setTimeout(() => reject(new Error(`no whole answer to “${query}” came in two minutes`)), PATIENCE_MS);
      });
      self.bench.result = wanted.result;
    },
  };
  const isWhole = (query) => {
    const list = document.querySelector("#results");
    return !list || (list.dataset.complete === "true" && list.dataset.query === query);
  };
  const mark = performance.mark;
  performance.mark = function (name, options) {
    const made = mark.call(performance, name, options);
    const query = options?.detail?.query;
    if (FAILED.has(name)) failed(new Error(options?.detail ?? document.querySelector("#failure p").textContent));
    if (ANSWERED.has(name) && wanted?.query === query && isWhole(query)) {
      const { resolve } = wanted;
      const pressed = key;
      wanted = null;
      painted().then((at) => resolve({ pressed, answered: made.startTime, painted: at, detail: options.detail }));
    }
    return made;
  };
  for (const name of ["keydown", "input"]) {
    addEventListener(name, (event) => {
      if (event.type === "keydown" || !event.isTrusted) key = event.timeStamp;
    }, { capture: true });
  }
  const first = new URLSearchParams(location.search).get("q") ?? new URLSearchParams(location.hash.slice(1)).get("q");
  if (first !== null) self.bench.expect(first);

  addEventListener("unhandledrejection", ({ reason }) => failed(reason));

  const note = (stage) => self.bench.stages.push([stage, performance.now()]);
  self.Worker = class extends Worker {
    constructor(...values) {
      super(...values);
      note("worker made");
      this.addEventListener("message", ({ data }) => {
        if (data?.backissue && data.backissue.stage !== "download") note(data.backissue.stage);
      });
    }
  };
})();
