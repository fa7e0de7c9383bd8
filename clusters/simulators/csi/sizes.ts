export const gibibyte = 2 ** 30;

/** The next whole number of GiB. */
export function roundUpGiB(bytes: number): number {
  return Math.ceil(bytes / gibibyte);
}
