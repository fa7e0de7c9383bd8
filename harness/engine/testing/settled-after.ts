/** Whether the promise is settled when so much time has passed. */
export async function settledAfter(passing: Promise<void>, promise: Promise<unknown>): Promise<boolean> {
  await passing;
  const open = Symbol('open');
  return (await Promise.race([promise, new Promise((resolve) => setImmediate(resolve, open))])) !== open;
}
