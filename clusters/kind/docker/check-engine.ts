import { type Docker, DockerError } from '../docker.ts';

const otherwise = 'or run on another kind of cluster: --cluster embedded needs no Docker';

/** Rejects, with what to do, unless a Docker engine answers. */
export async function checkEngine(docker: Docker, signal: AbortSignal): Promise<void> {
  try {
    await docker.run(['version', '--format', '{{.Server.Version}}'], { signal });
  } catch (cause) {
    if (!(cause instanceof DockerError)) throw cause;
    if (cause.code === 127) {
      throw new Error(`kind needs Docker, and no docker is on the PATH: install it, ${otherwise}`, { cause });
    }
    const why = cause.complaint.split('\n').at(-1);
    throw new Error(`kind needs Docker, and its engine does not answer: ${why}; start it, ${otherwise}`, { cause });
  }
}
