import type { TextKind } from './fields.ts';

/** Something that people read. */
export const words: TextKind = { expected: 'text', pattern: /\S/ };

/** A Node's name: a DNS subdomain, https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const nodeName: TextKind = {
  expected: 'a name of small letters, digits, - and . such as worker1',
  pattern: /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
};

/** What a number can be put behind to make a Node's name. */
export const namePrefix: TextKind = {
  expected: 'the beginning of a name, of small letters, digits, - and . such as worker',
  pattern: /^(?=.{1,240}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*[-.]?$/,
};

/** Regions, zones and instance types: all of them are values of labels. */
export const labelValue: TextKind = {
  expected: 'letters, digits, -, _ and . such as ap-northeast-1a',
  pattern: /^(?=.{1,63}$)[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/,
};

export const possiblyEmptyLabelValue: TextKind = {
  expected: 'at most 63 letters, digits, -, _ and . (text, in quotes where YAML would read a number)',
  pattern: /^((?=.{1,63}$)[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/,
};

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const labelKey: TextKind = {
  expected: 'a key such as node-role.kubernetes.io/control-plane',
  pattern: /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?(?=.{1,63}$)[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/,
};

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ without fractions and exponents */
export const memory: TextKind = { expected: 'a quantity such as 16Gi', pattern: /^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$/ };

export const cidr: TextKind = { expected: 'a subnet such as 10.224.0.0/16', pattern: /^[0-9]+(\.[0-9]+){3}\/[0-9]+$/ };
