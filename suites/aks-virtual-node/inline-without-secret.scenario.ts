import { limitation, scenario } from '../../harness/index.ts';
import { aciVolumes, inlineVolume, webIsRefused } from './documents.ts';

export default scenario({
  ...inlineVolume,
  title: 'A virtual node refuses an inline volume whose Secret is not there',
  given: ['azure-secret.yaml', 'inline-without-secret.yaml'],

  documented: limitation({
    source: aciVolumes,
    description: 'The Secret that an inline volume names must be in the Pod’s namespace.',
    ...webIsRefused('the secret missing-secret for AzureFile CSI driver azurefile is not found'),
  }),
});
