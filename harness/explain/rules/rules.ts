import { attachLimit } from './attach-limit.ts';
import { cordoned } from './cordoned.ts';
import { hostPorts } from './host-ports.ts';
import { nodeAffinity } from './node-affinity.ts';
import { podAffinity } from './pod-affinity.ts';
import { resources } from './resources.ts';
import type { Rule } from './rule.ts';
import { taints } from './taints.ts';
import { topologySpread } from './topology-spread.ts';
import { volumeAffinity } from './volume-affinity.ts';
import { volumeBinding } from './volume-binding.ts';
import { volumeInUse } from './volume-in-use.ts';
import { volumeZone } from './volume-zone.ts';

/** In the order in which the scheduler asks: pkg/scheduler/apis/config/v1/default_plugins.go */
export const rules: readonly Rule[] = [
  cordoned,
  taints,
  nodeAffinity,
  hostPorts,
  resources,
  volumeInUse,
  attachLimit,
  volumeAffinity,
  volumeBinding,
  volumeZone,
  topologySpread,
  podAffinity,
];
