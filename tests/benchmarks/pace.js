/** A worker that tells how fast things are: given an address, how many bytes came and in what time; given nothing, how long a loop takes. */
self.addEventListener("message", async ({ data }) => {
  const began = performance.now();
  let sum = 0;
  if (data) {
    sum = (await (await fetch(data)).arrayBuffer()).byteLength;
  } else {
    for (let count = 0; count < 1.5e8; count += 1) sum += count % 7;
  }
  self.postMessage({ sum, took: performance.now() - began });
});
