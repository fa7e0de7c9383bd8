import { everyWorker, guarantee, scenario } from '../../harness/index.ts';
import { ebs, multiAz } from './documents.ts';

const zone = ['topology.kubernetes.io/zone', 'topology.ebs.csi.aws.com/zone'];

export default scenario({
  title: 'Every node is labelled with its region and its zone',
  level: 'core',
  about: 'ebs-csi-driver',
  requires: ['zones'],
  given: [],
  documented: guarantee({
    source: multiAz('1. Nodes are labelled with zone and region (Nodeにzoneとregionのラベルが付与される)'),
    description:
      'The cloud’s controller labels nodes by the current and the deprecated keys, the CSI driver by its own.',
    expect: [
      everyWorker().agreesOn(...zone, 'failure-domain.beta.kubernetes.io/zone'),
      everyWorker().agreesOn('topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region'),
      everyWorker().isPlacedBy(ebs, zone),
    ],
  }),
});
