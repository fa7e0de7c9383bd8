import type { GroupVolume } from '../aci/container-group.ts';
import type { Pod, Volume } from '../kubernetes.ts';
import { filesOf, type Lookups, valuesOf } from '../lookups.ts';
import { Refusal } from '../refusal.ts';
import { azureFileDriver } from './azure-file-driver.ts';
import { projected } from './projected-volume.ts';

/** Turns a Pod's volume into one of Azure's; undefined drops it without a word. Throws a Refusal. */
export type VolumeTranslator = (
  volume: Volume,
  context: { readonly pod: Pod; readonly lookups: Lookups },
) => GroupVolume | undefined;

/** Translators by the field that names a volume's source: `emptyDir`, `persistentVolumeClaim`, … */
export type VolumeSources = Readonly<Partial<Record<keyof Volume, VolumeTranslator>>>;

/** What the provider takes since 1.4.5. Claims are not among it, and never were. */
export const volumeSources: VolumeSources = {
  csi: azureFileDriver,
  azureFile: (volume, { pod, lookups }) => {
    const { secretName = '', shareName = '', readOnly } = volume.azureFile ?? {};
    const secret = lookups.secret(pod.metadata?.namespace ?? '', secretName);
    if (!secret) throw new Refusal(`secret "${secretName}" not found`);
    const account = valuesOf(secret).azurestorageaccountname ?? '';
    return { name: volume.name, kind: 'azureFile', account, share: shareName, ...(readOnly && { readOnly }) };
  },
  emptyDir: ({ name }) => ({ name, kind: 'emptyDir' }),
  gitRepo: ({ name, gitRepo }) => ({ name, kind: 'gitRepo', repository: gitRepo?.repository ?? '' }),
  secret: secretVolume((secret, pod) => `secret ${secret} is required by Pod ${pod} and does not exist`),
  configMap: ({ name, configMap }, { pod, lookups }) => {
    const { name: wanted = '', optional } = configMap ?? {};
    const found = lookups.configMap(pod.metadata?.namespace ?? '', wanted);
    if (!found && optional === false) {
      throw new Refusal(`ConfigMap ${wanted} is required by Pod ${pod.metadata?.name} and does not exist`);
    }
    return filesVolume(name, found ? filesOf(found) : {});
  },
  projected: (volume, context) => filesVolume(volume.name, projected(volume, context)),
};

/** A Secret is required only if it is said to be not optional; all its keys are mounted. */
export function secretVolume(missing: (secret: string, pod: string) => string): VolumeTranslator {
  return ({ name, secret }, { pod, lookups }) => {
    const { secretName = '', optional } = secret ?? {};
    const found = lookups.secret(pod.metadata?.namespace ?? '', secretName);
    if (!found && optional === false) throw new Refusal(missing(secretName, pod.metadata?.name ?? ''));
    return filesVolume(name, found ? valuesOf(found) : {});
  };
}

/** A volume without files is dropped. */
function filesVolume(name: string, files: Readonly<Record<string, string>>): GroupVolume | undefined {
  return Object.keys(files).length > 0 ? { name, kind: 'secret', files } : undefined;
}
