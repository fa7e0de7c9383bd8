import type { Basis, NodeFinding, NodeReason } from '../../../harness/explain/explanation.ts';
import type * as model from '../../../harness/report.ts';

/** The properties of a type, and which may be absent: the compiler refuses a table that does not match. */
export type Presence<T> = { readonly [K in keyof T]-?: object extends Pick<T, K> ? 'optional' : 'required' };

export const required = 'required';
export const optional = 'optional';

const placement: Presence<model.Placement> = { nodes: required, pods: required, claims: required, volumes: required };
const placedNode: Presence<model.PlacedNode> = {
  name: required,
  zone: optional,
  kind: required,
  ready: required,
  unschedulable: required,
  taints: required,
};
const placedPod: Presence<model.PlacedPod> = {
  name: required,
  node: optional,
  state: required,
  well: required,
  claims: required,
  cause: optional,
};
const placedClaim: Presence<model.PlacedClaim> = {
  name: required,
  phase: required,
  volume: optional,
  storageClass: optional,
};
const placedVolume: Presence<model.PlacedVolume> = {
  name: required,
  zones: required,
  nodes: optional,
  attachedTo: required,
};
const explanation: Presence<model.Explanation> = {
  pod: required,
  state: required,
  kind: required,
  cause: required,
  basis: required,
  evidence: required,
  nodes: required,
  helps: required,
  unknown: required,
};
const nodeFinding: Presence<NodeFinding> = { node: required, zone: optional, reasons: required };
const nodeReason: Presence<NodeReason> = { rule: required, text: required, group: optional, help: optional };

/** Types of the placement. */
export const placements = { placement, placedNode, placedPod, placedClaim, placedVolume };

/** Types of explanations. */
export const explanations = { explanation, nodeFinding, nodeReason };

export const kindsOfNodes: Readonly<Record<model.PlacedNode['kind'], true>> = {
  'control-plane': true,
  machine: true,
  virtual: true,
};
export const bases: Readonly<Record<Basis, true>> = { scheduler: true, evaluation: true, status: true };
