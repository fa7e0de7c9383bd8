/**
 * Runs tasks two at a time, as each waits much and works little, while mocha asks for one result after the other. None is begun before the
 * first result is asked for; what fails is told to who asks for it.
 */
export function sideBySide<T>(tasks: Readonly<Record<string, () => Promise<T>>>): (name: string) => Promise<T> {
  const results = new Map(Object.keys(tasks).map((name) => [name, Promise.withResolvers<T>()]));
  for (const { promise } of results.values()) promise.catch(() => undefined);
  const waiting = Object.entries(tasks).values();
  let begun = false;

  async function work(): Promise<void> {
    for (const [name, task] of waiting) await task().then(results.get(name)?.resolve, results.get(name)?.reject);
  }

  return (name) => {
    if (!begun) void Promise.all([work(), work()]);
    begun = true;
    return results.get(name)?.promise ?? Promise.reject(new Error(`no task is named ${name}`));
  };
}
