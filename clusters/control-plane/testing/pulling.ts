import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Architecture } from '../binaries/binaries.ts';
import { type PullOptions, pullImages } from '../binaries/images.ts';
import { controlPlane, controlPlanePart } from '../binaries/programs.ts';
import { versionsOf } from '../binaries/versions.ts';
import type { KubernetesImages } from './kubernetes-images.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const silent = { progress: () => {}, signal: AbortSignal.any([]) };

/** Pulls the newest control plane and compares each program with what the registry was filled with. */
export async function expectPrograms(
  { programs }: Pick<KubernetesImages, 'programs'>,
  options: Partial<PullOptions>,
  architecture: Architecture = 'amd64',
) {
  await using directory = await temporaryDirectory();
  const part = controlPlanePart(versionsOf(), architecture);
  const pulled = await pullImages(part, directory.path, { ...silent, ...options });
  expect(await readdir(directory.path)).to.have.members(controlPlane);
  for (const program of controlPlane) {
    const path = join(directory.path, program);
    expect(await readFile(path, 'utf8'), program).to.equal(programs[architecture][program]);
    expect((await stat(path)).mode & 0o777, program).to.equal(0o755);
  }
  return pulled;
}

/** Pulls, and returns why it failed and the names of the programs that it left all the same. */
export async function pullFailure(options: Partial<PullOptions>, part = controlPlanePart(versionsOf(), 'amd64')) {
  await using directory = await temporaryDirectory();
  const error = await pullImages(part, directory.path, { ...silent, ...options }).then(
    () => undefined,
    (cause: Error) => cause,
  );
  const kept = (await readdir(directory.path)).filter((name) => !name.endsWith('.layer'));
  return { message: error?.message ?? 'no error', kept };
}
