import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { settingsFrom } from '../../../control-plane/settings.ts';
import { idOf, processesOf, untilGone } from '../../../control-plane/testing/left-behind.ts';
import { sidecarProcess, wordsOf } from './testing/sidecar-process.ts';

const owner = fileURLToPath(new URL('testing/owner.ts', import.meta.url));

describe('a sidecar whose owner is killed', () => {
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    it(`is not left behind by ${signal}, and neither is its directory`, async () => {
      const args = ['--disable-warning=ExperimentalWarning', owner, JSON.stringify(settingsFrom())];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
      const kubeconfig = line.toString().trim();

      // /proc tells nobody of changes; mocha's timeout ends the wait.
      let directory = directoryOfSidecar(kubeconfig);
      for (; !directory; directory = directoryOfSidecar(kubeconfig)) await sleep(5);
      expect(processesOf(idOf(directory)), 'csi-provisioner').to.have.lengthOf(1);

      child.kill(signal);
      await Promise.all([untilGone(directory), untilGone(dirname(kubeconfig))]);
      expect(processesOf(idOf(directory))).to.deep.equal([]);
    });
  }
});

/** Where the csi-provisioner that uses this kubeconfig runs. */
function directoryOfSidecar(kubeconfig: string): string | undefined {
  const pid = sidecarProcess('csi-provisioner', kubeconfig);
  const mark = pid && wordsOf(pid, 'environ').find((variable) => variable.startsWith('PLIMSOLL_CLUSTER='));
  return mark ? `${dirname(dirname(kubeconfig))}/plimsoll-${mark.slice('PLIMSOLL_CLUSTER='.length)}` : undefined;
}
