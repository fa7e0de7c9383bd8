import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wordsBefore } from '../binaries/named-directory.ts';
import {
  controlPlane,
  controlPlanePart,
  kindPart,
  kubectlPart,
  type ProgramName,
  sanityPart,
  sidecarsPart,
} from '../binaries/programs.ts';
import type { Versions } from '../binaries/versions.ts';

/** A script that answers as the program would when it is asked for its version; `bytes` of noise make it heavy. */
export function fakeProgram(program: ProgramName, version: string, { note = '', bytes = 0 } = {}): string {
  const words = wordsBefore(program, '$0');
  return `#!/bin/sh\n# ${note}\necho "${words}${version}"\nexit 0\n${randomBytes(bytes / 2).toString('hex')}\n`;
}

/** Makes a directory with the programs of a control plane, as a user may name one; returns its path. */
export async function fakeAssets(parent: string, kubernetes: string): Promise<string> {
  const directory = join(parent, 'assets');
  await mkdir(directory);
  for (const program of controlPlane) {
    const text = fakeProgram(program, program === 'etcd' ? '3.6.1' : kubernetes);
    await writeFile(join(directory, program), text, { mode: 0o755 });
  }
  return directory;
}

/** A `go` that writes down how it is called and, instead of building, copies scripts. */
export interface FakeGo {
  readonly environment: Readonly<Record<string, string>>;
  /** One line a call: directory, settings, arguments. */
  calls(): Promise<readonly string[]>;
}

/** Puts a fake go into a directory; `script` replaces what it does after writing down its call. */
export async function fakeGo(directory: string, versions: Versions, script?: string): Promise<FakeGo> {
  const built = join(directory, 'built');
  await mkdir(built);
  const parts = [controlPlanePart(versions), kubectlPart(versions), sidecarsPart(), sanityPart(), kindPart()];
  for (const { name, versions } of parts.flatMap(({ programs }) => programs)) {
    await writeFile(join(built, name), fakeProgram(name, versions[0] ?? '', { note: 'by go' }), { mode: 0o755 });
  }
  const log = join(directory, 'calls');
  const settings = ['CGO_ENABLED', 'GOOS', 'GOARCH', 'GOFLAGS', 'GOWORK'].map((name) => `${name}=$${name}`).join(' ');
  const text = `#!/bin/bash
echo "$(basename "$PWD") ${settings} $*" >> ${log}
${script ?? building(built)}
`;
  await writeFile(join(directory, 'go'), text, { mode: 0o755 });
  const calls = async () => (await readFile(log, 'utf8')).trimEnd().split('\n');
  return { environment: { PATH: `${directory}:/usr/bin:/bin` }, calls };
}

function building(built: string): string {
  return `[ "$1" = list ] && { echo 'go: downloading k8s.io/api v0.37.2' >&2; printf 'fmt\\nnet\\n'; exit; }
[ -d "$GOTMPDIR" ] || exit 9
echo k8s.io/api/core/v1 >&2
while [ "$1" != -o ]; do shift; done
target=$2; shift 2
for package; do
  case $package in go.etcd.io/*) cp ${built}/etcd "$target" ;; *) cp ${built}/"\${package##*/}" "$target" ;; esac
done`;
}
