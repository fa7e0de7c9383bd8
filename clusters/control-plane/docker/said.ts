import type { Engine } from './engine.ts';

/** Bytes before each piece of output that tell which stream it is of, and at last its length: ContainerAttach in the API of Docker. */
const header = 8;
const lengthAt = 4;

/** What a container has said so far; nothing when there is no such container. */
export async function said(docker: Engine['docker'], name: string): Promise<string> {
  const frames = await docker
    .getContainer(name)
    .logs({ stdout: true, stderr: true })
    .catch((error: { statusCode?: number }) => {
      if (error.statusCode === 404) return Buffer.alloc(0);
      throw error;
    });
  const pieces: Buffer[] = [];
  for (let at = 0; at + header <= frames.length; ) {
    const end = at + header + frames.readUInt32BE(at + lengthAt);
    pieces.push(frames.subarray(at + header, end));
    at = end;
  }
  return Buffer.concat(pieces).toString();
}
