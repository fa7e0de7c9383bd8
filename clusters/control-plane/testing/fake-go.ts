import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { controlPlanePart, kindPart, kubectlPart, sanityPart, sidecarsPart } from '../binaries/part.ts';
import type { Versions } from '../binaries/versions.ts';
import { fakeProgram } from './fake-program.ts';

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
