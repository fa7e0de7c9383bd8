import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { findBinaries } from '../clusters/control-plane/binaries/binaries.ts';
import { environment } from './environment.ts';
import { home, plimsoll, processesIn, until } from './testing/plimsoll.ts';

describe('plimsoll up', () => {
  it('leaves a cluster for kubectl that shows the refused Pod of the document, until down', async () => {
    using place = home();
    const kubectl = await kubectlOn(place.path);
    const first = await plimsoll(['up'], place.path).ended;
    try {
      expect(first.code, first.stderr).to.equal(0);
      const kubeconfig = /^export KUBECONFIG=(.+)\n$/.exec(first.stdout)?.[1] ?? '';
      expect((await plimsoll(['up'], place.path).ended).stdout, 'a second up').to.equal(first.stdout);

      const suite = new URL('../suites/aks-virtual-node/', import.meta.url).pathname;
      kubectl(kubeconfig, 'apply', '-f', `${suite}azurefile-claim.yaml`, '-f', `${suite}pvc-is-refused.yaml`);
      const refused = new RegExp(
        'Warning +ProviderCreateFailed +\\S+ \\(x(\\d+) over \\S+\\) +virtual-node-aci-linux/pod-controller ' +
          '+pod \\S+ requires volume azurefilespvc which is of an unsupported type',
      );
      const pod = kubectl(kubeconfig, 'get', 'pods', '-o', 'name').split('\n')[0] ?? '';
      const times = () => Number(refused.exec(kubectl(kubeconfig, 'describe', pod))?.[1] ?? 0);
      await until('the event is there', () => times() > 0);
      const earlier = times();
      await until('its count rises', () => times() > earlier);
      expect(kubectl(kubeconfig, 'get', 'pods', '-o', 'wide')).to.match(
        /0\/1 +ProviderFailed +0 .*virtual-node-aci-linux/,
      );
    } finally {
      expect((await plimsoll(['down'], place.path).ended).code).to.equal(0);
    }
    expect(processesIn(place.path)).to.deep.equal([]);
    expect(readdirSync(place.path).filter((name) => name.startsWith('plimsoll-'))).to.deep.equal([]);
  });

  it('exits with 2 for an invalid name', async () => {
    using place = home();
    const { code, stderr } = await plimsoll(['up', '--name', 'My Cluster'], place.path).ended;
    expect([code, stderr]).to.deep.equal([
      2,
      'plimsoll: --name My Cluster: expected at most 40 of a-z, 0-9 and -, with a letter or digit at both ends\n',
    ]);
  });
});

describe('plimsoll down', () => {
  it('succeeds when nothing is up', async () => {
    using place = home();
    const { code, stderr } = await plimsoll(['down'], place.path).ended;
    expect([code, stderr]).to.deep.equal([0, 'plimsoll: no cluster named plimsoll is up\n']);
  });
});

async function kubectlOn(home: string) {
  const { cache } = environment();
  const { kubectl = '' } = await findBinaries({
    cache,
    kubectl: true,
    progress: () => undefined,
    signal: new AbortController().signal,
  });
  return (kubeconfig: string, ...words: readonly string[]) =>
    execFileSync(kubectl, ['--kubeconfig', kubeconfig, ...words], {
      encoding: 'utf8',
      env: { HOME: home },
      stdio: 'pipe',
    });
}
