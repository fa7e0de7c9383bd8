import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binaries, ControlPlaneBinary } from '../../control-plane/binaries/binaries.ts';

/** Programs that do what a test says, in a directory of their own that is a cache as well. */
export interface FakePrograms extends Disposable {
  readonly directory: string;
  readonly binaries: Binaries;
  /** The state directory in which the components were started; etcd, which is the first, notes it. */
  startedIn(): string;
}

/** Each is a shell script; those that are not given stay for ever. */
export function fakePrograms(scripts: Partial<Record<ControlPlaneBinary, string>>): FakePrograms {
  const directory = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
  const note = join(directory, 'started-in');
  const program = (name: ControlPlaneBinary, script = '#!/bin/sh\nexec sleep 300\n') => {
    const path = join(directory, name);
    writeFileSync(path, script);
    chmodSync(path, 0o755);
    return path;
  };
  return {
    directory,
    binaries: {
      kubernetes: '1.37.2',
      etcd: '3.7.3',
      source: 'directory',
      paths: {
        etcd: program('etcd', scripts.etcd ?? `#!/bin/sh\npwd >${note}\nexec sleep 300\n`),
        'kube-apiserver': program('kube-apiserver', scripts['kube-apiserver']),
        'kube-controller-manager': program('kube-controller-manager', scripts['kube-controller-manager']),
        'kube-scheduler': program('kube-scheduler', scripts['kube-scheduler']),
      },
    },
    startedIn: () => readFileSync(note, 'utf8').trim(),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true }),
  };
}
