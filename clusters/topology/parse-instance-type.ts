import { fieldsOf, isWritten, recordOf, textOf, wholeOf } from './fields.ts';
import { type Located, wrongKey } from './located.ts';
import { memory } from './text-kinds.ts';
import type { DriverName, MachineSpec } from './topology.ts';

export type InstanceType = Pick<MachineSpec, 'cpu' | 'memory' | 'pods' | 'attachments'>;

/** What the kubelet takes unless it is told otherwise: pkg/kubelet/apis/config/v1beta1/defaults.go */
const defaultPods = 110;

export function parseInstanceType(at: Located, drivers: readonly DriverName[]): InstanceType {
  const field = fieldsOf(at, ['cpu', 'memory', 'pods', 'attachments']);
  return {
    cpu: wholeOf(field('cpu'), 1),
    memory: textOf(field('memory'), memory),
    pods: isWritten(field('pods')) ? wholeOf(field('pods'), 1) : defaultPods,
    attachments: isWritten(field('attachments')) ? parseAttachments(field('attachments'), drivers) : {},
  };
}

function parseAttachments(at: Located, drivers: readonly DriverName[]): InstanceType['attachments'] {
  return recordOf(at, 'a map of limits by the short names of drivers', (value, key) => {
    if (!drivers.some((driver) => driver === key))
      wrongKey(value, key, `a driver of this topology (${drivers.join(', ') || 'none'})`);
    return wholeOf(value, 1);
  });
}
