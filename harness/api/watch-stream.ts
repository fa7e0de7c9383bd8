import type { Status } from './objects.ts';

export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: T }
  | { readonly type: 'ERROR'; readonly object: Status };

/** Reads a watch's body: one JSON document a line; what a cut connection leaves of the last line is dropped. */
export async function* watchEvents<T>(chunks: AsyncIterable<Buffer>): AsyncGenerator<WatchEvent<T>> {
  for await (const line of linesOf(chunks)) if (line.trim()) yield JSON.parse(line) as WatchEvent<T>;
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const whole = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    let start = 0;
    for (let end = whole.indexOf(10); end >= 0; end = whole.indexOf(10, start)) {
      yield whole.toString('utf8', start, end);
      start = end + 1;
    }
    rest = whole.subarray(start);
  }
}
