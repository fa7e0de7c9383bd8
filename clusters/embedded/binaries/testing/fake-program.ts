import { randomBytes } from 'node:crypto';
import type { Program } from '../part.ts';

/** A script that answers as the program would when it is asked for its version; `bytes` of noise make it heavy. */
export function fakeProgram(program: Program, version: string, { note = '', bytes = 0 } = {}): string {
  const words = { etcd: 'etcd Version: ', kubectl: 'Client Version: v' }[program as string] ?? 'Kubernetes v';
  return `#!/bin/sh\n# ${note}\necho "${words}${version}"\nexit 0\n${randomBytes(bytes / 2).toString('hex')}\n`;
}
