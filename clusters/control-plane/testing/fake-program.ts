import { randomBytes } from 'node:crypto';
import type { ProgramName } from '../binaries/program.ts';
import { wordsBefore } from '../binaries/program-version.ts';

/** A script that answers as the program would when it is asked for its version; `bytes` of noise make it heavy. */
export function fakeProgram(program: ProgramName, version: string, { note = '', bytes = 0 } = {}): string {
  const words = wordsBefore(program, '$0');
  return `#!/bin/sh\n# ${note}\necho "${words}${version}"\nexit 0\n${randomBytes(bytes / 2).toString('hex')}\n`;
}
