import { expect } from 'chai';
import { imagesIn, replaceImages } from './images.ts';

const images = new Map([['busybox:1.35.0', 'mirror.example/busybox@sha256:12']]);
const spec = (...image: string[]) => ({
  initContainers: [{ name: 'first', image: 'busybox:1.35.0' }],
  containers: image.map((image, at) => ({ name: `c${at}`, image })),
});

describe('replaceImages', () => {
  for (const [what, wrapped] of [
    ['a Pod', (spec: object) => ({ kind: 'Pod', spec })],
    ['the template of a Deployment', (spec: object) => ({ kind: 'Deployment', spec: { template: { spec } } })],
    [
      'the template in a template of a CronJob',
      (spec: object) => ({ kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec } } } } }),
    ],
  ] as const)
    it(`uses other images in each container of ${what}`, () => {
      const object = wrapped(spec('busybox:1.35.0', 'nginx', 'docker.io/busybox:1.35.0'));
      replaceImages(object, images);
      expect(imagesIn(object)).to.deep.equal([
        'mirror.example/busybox@sha256:12',
        'mirror.example/busybox@sha256:12',
        'nginx',
        'docker.io/busybox:1.35.0',
      ]);
    });

  it('leaves alone what has no containers', () => {
    const object = { kind: 'ConfigMap', data: { image: 'busybox:1.35.0', containers: 'busybox:1.35.0' }, spec: null };
    const before = structuredClone(object);
    replaceImages(object, images);
    expect(object).to.deep.equal(before);
  });
});
