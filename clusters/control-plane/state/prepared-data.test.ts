import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { isKept, shrinkLogs } from './prepared-data.ts';

describe('isKept', () => {
  for (const key of [
    '/registry/clusterroles/admin',
    '/registry/namespaces/default',
    '/registry/flowschemas/exempt',
    '/registry/prioritylevelconfigurations/system',
    '/registry/ranges/serviceips',
    '/registry/services/specs/default/kubernetes',
    '/registry/serviceaccounts/kube-system/deployment-controller',
  ]) {
    it(`keeps ${key}`, () => expect(isKept(key)).to.equal(true));
  }

  for (const key of [
    '/registry/configmaps/kube-system/extension-apiserver-authentication',
    '/registry/configmaps/default/kube-root-ca.crt',
    '/registry/leases/kube-system/apiserver-x',
    '/registry/masterleases/127.0.0.1',
    '/registry/services/endpoints/default/kubernetes',
    '/registry/endpointslices/default/kubernetes',
    '/registry/events/default/x',
    '/registry/secrets/kube-system/x',
    '/registry/serviceaccounts/default/default',
    '/registry/serviceaccounts/kube-system/default',
    '/registry/health',
    'compact_rev_key',
  ]) {
    it(`does not keep ${key}`, () => expect(isKept(key)).to.equal(false));
  }
});

describe('shrinkLogs', () => {
  let data: string;
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
    mkdirSync(join(data, 'member/wal'), { recursive: true });
  });
  afterEach(() => rmSync(data, { recursive: true }));

  const shrunk = async (content: Buffer) => {
    const file = join(data, 'member/wal/0.wal');
    writeFileSync(file, content);
    await shrinkLogs(data);
    return readFileSync(file);
  };

  it('cuts the zeros at the end, and keeps the padding of the last record', async () => {
    const content = Buffer.alloc(3_000_000);
    content.write('ten bytes!', 0);
    expect(await shrunk(content)).to.deep.equal(content.subarray(0, 16));
  });

  it('keeps zeros in the middle, across the blocks in which it reads', async () => {
    const content = Buffer.alloc(3_000_000);
    content[0] = 1;
    content[1_048_576] = 1;
    expect(await shrunk(content)).to.deep.equal(content.subarray(0, 1_048_584));
  });

  it('leaves a file without zeros alone', async () => {
    const content = Buffer.alloc(20, 'x');
    expect(await shrunk(content)).to.deep.equal(content);
  });
});
