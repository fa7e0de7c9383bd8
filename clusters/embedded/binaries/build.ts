import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Origin } from './cache.ts';
import { type GoOptions, go } from './go-command.ts';
import type { Part, Program } from './part.ts';
import { buildMeter } from './progress.ts';
import type { Versions } from './versions.ts';

export interface BuildOptions {
  readonly environment?: GoOptions['environment'];
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Builds a part's programs from the pinned go.mod of its minor into an existing directory. */
export async function buildWithGo(
  part: Part,
  directory: string,
  { environment, progress, signal }: BuildOptions,
): Promise<Pick<Origin, 'source' | 'from'>> {
  const { versions, programs, architecture, title } = part;
  const module = join(import.meta.dirname, `kubernetes-${versions.minor}`);
  // Beside what is built, so that a go that is killed leaves nothing elsewhere.
  const temporary = join(directory, '.go');
  await mkdir(temporary);
  const settings = {
    CGO_ENABLED: '0',
    GOOS: 'linux',
    GOARCH: architecture,
    GOFLAGS: '-buildvcs=false',
    GOWORK: 'off',
    GOTMPDIR: temporary,
  };
  using meter = buildMeter(`building ${title} with go`, progress);
  const options = { module, settings, environment, told: meter.told, signal };

  const packages = programs.map((program) => packageOf(program));
  meter.packages((await go(['list', '-deps', ...packages], options)).length);
  const ofKubernetes = programs.filter((program) => program !== 'etcd').map(packageOf);
  const flags = ['build', '-v', '-trimpath', '-ldflags'];
  await go([...flags, kubernetesLinkerFlags(versions), '-o', `${directory}/`, ...ofKubernetes], options);
  if (programs.includes('etcd')) {
    await go([...flags, '-s -w', '-o', join(directory, 'etcd'), packageOf('etcd')], options);
  }
  await rm(temporary, { recursive: true });
  return { source: 'go', from: `k8s.io/kubernetes@v${versions.kubernetes}` };
}

function packageOf(program: Program): string {
  return program === 'etcd' ? 'go.etcd.io/etcd/server/v3' : `k8s.io/kubernetes/cmd/${program}`;
}

/** Kubernetes takes its version from variables that are set when it is linked (hack/lib/version.sh there). */
function kubernetesLinkerFlags({ kubernetes }: Versions): string {
  const [major, minor] = kubernetes.split('.');
  const variables = { gitVersion: `v${kubernetes}`, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const set = Object.entries(variables).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  return ['-s -w', ...set].join(' ');
}
