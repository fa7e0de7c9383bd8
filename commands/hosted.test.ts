import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { fileOf, forget, type Hosted, readHosted, remember, startTimeOf } from './hosted.ts';

describe('hosted clusters', () => {
  const state = mkdtempSync(join(tmpdir(), 'plimsoll-hosted-'));
  after(() => rmSync(state, { recursive: true }));

  const own = { name: 'own', pid: process.pid, began: startTimeOf(process.pid) ?? '', kubernetes: '1.37.2' };
  const hosted: Hosted = { ...own, kubeconfig: '/k', log: '/l' };

  it('are remembered while their process lives, readable for this user only', () => {
    remember(state, hosted);
    expect(readHosted(state, 'own')).to.deep.equal(hosted);
    expect(statSync(fileOf(state, 'own', 'json')).mode & 0o777).to.equal(0o600);
    expect(statSync(join(state, 'clusters')).mode & 0o777).to.equal(0o700);
  });

  it('are not taken for another process that has the same number', () => {
    remember(state, { ...hosted, name: 'gone', began: '1' });
    expect(readHosted(state, 'gone')).to.equal(undefined);
  });

  it('are forgotten by themselves only', () => {
    remember(state, hosted);
    forget(state, { ...own, began: '1' });
    expect(readHosted(state, 'own')).to.deep.equal(hosted);
    forget(state, own);
    expect(readHosted(state, 'own')).to.equal(undefined);
  });

  for (const text of ['', '{', '{}', '{"pid":null}']) {
    it(`are not read from ${text || 'an empty file'}`, () => {
      writeFileSync(fileOf(state, 'odd', 'json'), text);
      expect(() => readHosted(state, 'odd')).to.throw(/odd\.json does not describe a cluster; delete it/);
    });
  }
});
