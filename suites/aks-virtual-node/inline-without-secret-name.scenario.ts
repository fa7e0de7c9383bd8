import { limitation, scenario } from '../../harness/index.ts';
import { aciVolumes, inlineVolume, webIsRefused } from './documents.ts';

export default scenario({
  ...inlineVolume,
  title: 'A virtual node refuses an inline volume without a Secret name',
  given: ['azure-secret.yaml', 'inline-without-secret-name.yaml'],

  documented: limitation({
    source: aciVolumes,
    description: 'An inline volume must name the Secret with the storage account’s key.',
    ...webIsRefused('secret name for AzureFile CSI driver azurefile cannot be empty or nil'),
  }),
});
