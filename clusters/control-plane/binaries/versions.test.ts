import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { kindPart, sanityPart, sidecarsPart } from './programs.ts';
import { etcdOfImage, supportedVersions, versionsOf } from './versions.ts';

const goModules = join(import.meta.dirname, '../../go-modules');

describe('supportedVersions', () => {
  it('has a go.mod for each minor, and no other', () => {
    const folders = readdirSync(goModules).filter((name) => name.startsWith('kubernetes-1.'));
    expect(folders).to.have.members(supportedVersions.map(({ minor }) => `kubernetes-${minor}`));
  });

  for (const { minor, kubernetes, etcd } of supportedVersions) {
    const goMod = readFileSync(join(goModules, `kubernetes-${minor}`, 'go.mod'), 'utf8');

    it(`says of ${minor} what its go.mod pins`, () => {
      expect(goMod).to.match(new RegExp(`^\\tk8s\\.io/kubernetes v${kubernetes}$`, 'm'));
      expect(goMod).to.match(new RegExp(`^\\tgo\\.etcd\\.io/etcd/server/v3 v${etcd}$`, 'm'));
    });

    it(`pins every module of Kubernetes ${minor} to the same patch`, () => {
      const staging = kubernetes.replace(/^1/, '0');
      const replaced = [...goMod.matchAll(/^replace (k8s\.io\/\S+) => (\S+) v(\S+)$/gm)];
      expect(replaced.length).to.be.greaterThan(25);
      for (const [, module, by, version] of replaced) expect([by, version]).to.deep.equal([module, staging]);
    });

    it(`names the programs of ${minor} as tools`, () => {
      const [, tools = ''] = /^tool \(\n([^)]*)\)/m.exec(goMod) ?? [];
      const programs = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl'];
      const packages = programs.map((program) => `k8s.io/kubernetes/cmd/${program}`);
      expect(tools.trim().split(/\s+/)).to.have.members(['go.etcd.io/etcd/server/v3', ...packages]);
    });

    it(`uses images and modules of one minor of etcd for ${minor}`, () => {
      const image = etcdOfImage(versionsOf(minor));
      expect(image.split('.').slice(0, 2)).to.deep.equal(etcd.split('.').slice(0, 2));
    });
  }
});

describe('sidecarVersions', () => {
  for (const { title, module, programs } of [sidecarsPart(), sanityPart(), kindPart()]) {
    const goMod = readFileSync(join(goModules, module, 'go.mod'), 'utf8');
    const pinned = programs.map((program) => program.module.replace('@', ' '));

    it(`says of ${title} what its go.mod pins, and nothing replaces`, () => {
      const lines = goMod.split('\n').map((line) => line.replace(/ \/\/ indirect$/, ''));
      expect(lines).to.include.members(pinned.map((module) => `\t${module}`));
      expect(goMod).not.to.contain('replace');
    });

    it(`names the programs of ${title} as tools`, () => {
      const tools = [...goMod.matchAll(/^(?:tool |\t)(\S+\/(?:cmd\/\S+|kind))$/gm)].map(([, tool]) => tool);
      expect(tools).to.have.members(programs.map((program) => program.package));
    });
  }

  it('has sidecars that compile together, as they share one version of k8s.io', () => {
    const goMod = readFileSync(join(goModules, 'csi-sidecars/go.mod'), 'utf8');
    const versions = [...goMod.matchAll(/^\tk8s\.io\/(?:api|apimachinery|client-go) (v\S+)/gm)].map(
      ([, version]) => version,
    );
    expect(versions).to.deep.equal(['v0.36.1', 'v0.36.1', 'v0.36.1']);
  });
});

describe('versionsOf', () => {
  it('takes the newest when none is asked for', () => {
    expect(versionsOf().minor).to.equal('1.37');
  });

  it('lists the supported minors when asked for another', () => {
    expect(() => versionsOf('1.2')).to.throw('Kubernetes 1.2 is not one of 1.37, 1.36, 1.35, 1.34');
  });
});
