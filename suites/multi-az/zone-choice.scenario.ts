import { guarantee, scenario, volumes } from '../../harness/index.ts';
import { provisioner } from './documents.ts';

const numbers = [0, 1, 2];

export default scenario({
  title: 'The zone of a volume that is bound immediately follows from its claim’s name',
  level: 'extended',
  about: 'ebs-csi-driver',
  requires: ['zones'],
  given: ['class-immediate.yaml', 'claims.yaml'],
  // The document's random choice is the driver's own, which it makes only when no zones are named.
  documented: guarantee({
    source: provisioner('pkg/controller/topology.go at v6.3.0'),
    description:
      'The provisioner orders the zones by a hash of the StatefulSet’s name, and rotates them by the Pod’s number.',
    expect: [
      volumes('data-web-0', 'data-web-1', 'data-web-2').areSpreadOverZones(),
      ...numbers.map((number) => volumes(`data-web-${number}`, `logs-web-${number}`).shareAZone()),
    ],
  }),
});
