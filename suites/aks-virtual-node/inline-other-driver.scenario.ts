import { limitation, scenario } from '../../harness/index.ts';
import { aciVolumes, inlineVolume, webIsRefused } from './documents.ts';

export default scenario({
  ...inlineVolume,
  title: 'A virtual node refuses inline volumes of other drivers than Azure Files',
  given: ['azure-secret.yaml', 'inline-other-driver.yaml'],

  documented: limitation({
    source: aciVolumes,
    description: 'file.csi.azure.com is the only driver of inline volumes that the virtual node knows.',
    ...webIsRefused('pod <pod> requires volume azuredisk which is of an unsupported type disk.csi.azure.com'),
  }),
});
