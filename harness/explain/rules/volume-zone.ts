import { claimsOf } from '../volumes-of-pod.ts';
import type { Rule } from './rule.ts';

const beta = 'failure-domain.beta.kubernetes.io/';
const stable = 'topology.kubernetes.io/';
const labels = [`${beta}zone`, `${beta}region`, `${stable}zone`, `${stable}region`];

/** Labels of a volume itself, as clouds gave them before there was CSI; a value may name several zones: `a__b`. */
export const volumeZone: Rule = {
  name: 'volume-zone',
  plugin: 'VolumeZone',
  needs: ['PersistentVolumeClaim', 'PersistentVolume'],
  wish(pod, lookup) {
    const [first] = labelledVolumesOf(pod, lookup);
    return first && `the volume of claim ${first.name} is labelled ${first.key}=${first.value}`;
  },
  of(pod, lookup) {
    const wanted = labelledVolumesOf(pod, lookup);
    return ({ metadata }) => {
      const has = metadata?.labels ?? {};
      // A node that is in no zone at all takes any.
      if (!labels.some((label) => label in has)) return [];
      return wanted.flatMap(({ name, key, value }) => {
        const own = has[key] ?? has[key.replace(beta, stable)];
        if (own !== undefined && value.split('__').includes(own)) return [];
        return [
          {
            text: `${own ? `in ${own}` : `without label ${key}`}, the volume of claim ${name} is labelled ${key}=${value}`,
          },
        ];
      });
    };
  },
};

function labelledVolumesOf(...[pod, lookup]: Parameters<Rule['of']>) {
  return claimsOf(pod, lookup).flatMap(({ name, volume }) =>
    labels.flatMap((key) => {
      const value = volume?.metadata?.labels?.[key];
      return value ? [{ name, key, value }] : [];
    }),
  );
}
