import { open } from 'node:fs/promises';
import type { Architecture } from '../control-plane/binaries/binaries.ts';

/** The machines that programs are for, as their headers name them: e_machine in elf(5). */
const machines: Readonly<Record<Architecture, number>> = { amd64: 62, arm64: 183 };
const machineAt = 18;
const magic = '\x7fELF';

/** Rejects unless the file is a program for Linux on this architecture: one of this machine may be for another system. */
export async function checkProgram(path: string, architecture: Architecture): Promise<void> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(machineAt + 2), 0, machineAt + 2, 0);
  const isLinux = bytesRead === buffer.length && buffer.toString('latin1', 0, magic.length) === magic;
  if (isLinux && buffer.readUInt16LE(machineAt) === machines[architecture]) return;
  throw new Error(
    `${path} is no program for Linux on ${architecture}, which the container needs: ` +
      'name another directory of programs, or none (unset KUBEBUILDER_ASSETS) to have them fetched',
  );
}
