/** GitLab reads no file of 30 MB or more; in bytes. */
const largestFile = 29_000_000;

/** The first is what Jenkins keeps of a red case, in characters. */
const longestTexts = [100_000, 5_000, 500] as const;

/** What is rendered with the longest texts of cases with which it is small enough; with the shortest, if it never is. */
export function smallEnough(render: (longestText: number) => string, largest = largestFile): string {
  let text = '';
  for (const longestText of longestTexts) {
    text = render(longestText);
    if (Buffer.byteLength(text) <= largest) break;
  }
  return text;
}
