import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const block = 1024 * 1024;

/**
 * Cuts the zeros off the end of etcd's log files, which are made 64 MB long: a copy then takes a millisecond. etcd takes the
 * end of the file for the end of the log, as it does zeros (server/storage/wal/decoder.go), and makes it long again.
 */
export async function shrinkLogs(data: string): Promise<void> {
  const directory = join(data, 'member', 'wal');
  const files = await readdir(directory);
  await Promise.all(files.map((file) => (file.endsWith('.wal') ? cutZeros(join(directory, file)) : Promise.resolve())));
}

async function cutZeros(path: string): Promise<void> {
  await using file = await open(path, 'r+');
  const { size } = await file.stat();
  const buffer = Buffer.alloc(block);
  for (let start = Math.floor((size - 1) / block) * block; start >= 0; start -= block) {
    const { bytesRead } = await file.read(buffer, 0, block, start);
    const last = buffer.subarray(0, bytesRead).findLastIndex((byte) => byte !== 0);
    // Records are padded to eight bytes, and the padding is zeros.
    if (last >= 0) return file.truncate(Math.min(size, start + (Math.floor(last / 8) + 1) * 8));
  }
}
