import { required } from '../behaviours/required.ts';
import { invalidArgument } from '../grpc-error.ts';
import type { Text } from '../messages.ts';

/** pkg/nfs/nfs.go: names of parameters, in whatever case they are written. */
const known = [
  'server',
  'share',
  'subdir',
  'ondelete',
  'mountpermissions',
  'csi.storage.k8s.io/pvc/name',
  'csi.storage.k8s.io/pvc/namespace',
  'csi.storage.k8s.io/pv/name',
];

/** What a PersistentVolume notes down of its class's parameters: the directory of its own, unless they name one, too. */
export function volumeContextOf(parameters: Text, name: string): Text {
  for (const key of Object.keys(parameters)) {
    if (!known.includes(key.toLowerCase())) throw invalidArgument(`invalid parameter "${key}" in storage class`);
  }
  parameterIn(parameters, 'server');
  parameterIn(parameters, 'share');
  const named = Object.keys(parameters).some((key) => key.toLowerCase() === 'subdir');
  return named ? parameters : { ...parameters, subdir: name };
}

export function parameterIn(parameters: Text, name: 'server' | 'share'): string {
  const [, value] = Object.entries(parameters).find(([key]) => key.toLowerCase() === name) ?? [];
  return required(value, `${name} is a required parameter`);
}
