import { limitation, scenario } from '../../harness/index.ts';
import { aciVolumes, inlineVolume, webIsRefused } from './documents.ts';

export default scenario({
  ...inlineVolume,
  title: 'A virtual node refuses an inline volume without a share name',
  given: ['azure-secret.yaml', 'inline-without-share-name.yaml'],

  documented: limitation({
    source: aciVolumes,
    description: 'An inline volume must name its share.',
    ...webIsRefused('share name for AzureFile CSI driver azurefile cannot be empty or nil'),
  }),
});
