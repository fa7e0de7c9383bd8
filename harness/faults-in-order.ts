/** `await using` wraps what failed into what failed while it was undone: what failed first is first again here. */
export function faultsInOrder(error: unknown): readonly unknown[] {
  if (!(error instanceof SuppressedError)) return [error];
  return [...faultsInOrder(error.suppressed), ...faultsInOrder(error.error)];
}
