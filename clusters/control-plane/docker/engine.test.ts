import { networkInterfaces } from 'node:os';
import { expect } from 'chai';
import type { ContainerRuntimeClient } from 'testcontainers';
import { errorOf } from '../../testing/contract-objects.ts';
import { findEngine } from './engine.ts';

const here = { host: 'localhost', architecture: 'x86_64', operatingSystemType: 'linux' };

describe('findEngine', () => {
  for (const [reported, architecture] of Object.entries({ x86_64: 'amd64', aarch64: 'arm64', arm64: 'arm64' })) {
    it(`calls ${reported} as programs do: ${architecture}`, async () => {
      expect(await findEngine(answering({ ...here, architecture: reported }))).to.have.property(
        'architecture',
        architecture,
      );
    });
  }

  it('takes an engine at an address of this machine, such as that of its bridge', async () => {
    const all = Object.values(networkInterfaces()).flatMap((of = []) => of);
    const addresses = all.flatMap(({ family, address }) => (family === 'IPv4' ? address : []));
    for (const host of addresses) await findEngine(answering({ ...here, host }));
  });

  const wrong: Readonly<Record<string, readonly [object, RegExp]>> = {
    'is on another machine': [{ ...here, host: '192.0.2.77' }, /^the Docker engine is on 192\.0\.2\.77: .*loopback/],
    'runs containers of Windows': [{ ...here, operatingSystemType: 'windows' }, /switch it to Linux containers$/],
    'has processors that nothing is built for': [{ ...here, architecture: 'riscv64' }, /riscv64: .*amd64 and arm64$/],
  };
  for (const [title, [info, says]] of Object.entries(wrong)) {
    it(`refuses an engine that ${title}`, async () => {
      expect(await errorOf(findEngine(answering(info))))
        .to.have.property('message')
        .that.matches(says);
    });
  }

  it('says where an engine was looked for, and what to do', async () => {
    const cause = new Error('Could not find a working container runtime strategy');
    const error = await errorOf(findEngine(() => Promise.reject(cause)));
    expect(error).to.have.property('cause', cause);
    expect(error)
      .to.have.property('message')
      .that.matches(/^no Docker engine answers: DOCKER_HOST, .* were tried; start Docker .*--cluster embedded/);
  });
});

function answering(containerRuntime: object) {
  return () => Promise.resolve({ info: { containerRuntime }, container: {} } as unknown as ContainerRuntimeClient);
}
