import type { Pod, Volume } from '../../../harness/kubernetes.ts';
import type { GroupVolume } from './container-group.ts';
import { filesOf, type Lookups, valuesOf } from './lookups.ts';
import { Refusal } from './refusals.ts';

interface Context {
  readonly pod: Pod;
  readonly lookups: Lookups;
}

/** Turns a Pod's volume into one of Azure's; undefined drops it without an error. Throws a Refusal. */
export type VolumeTranslator = (volume: Volume, context: Context) => GroupVolume | undefined;

/** Translators by the field that names a volume's source: `emptyDir`, `persistentVolumeClaim`, … */
export type VolumeSources = Readonly<Partial<Record<keyof Volume, VolumeTranslator>>>;

/** Sources that the provider takes since 1.4.5. Claims never were among them. */
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
  projected: (volume, context) => filesVolume(volume.name, projectedFiles(volume, context)),
};

/** A Secret is required only where `optional` is false explicitly; all its keys are mounted. */
export function secretVolume(missing: (secret: string, pod: string) => string): VolumeTranslator {
  return ({ name, secret }, { pod, lookups }) => {
    const { secretName = '', optional } = secret ?? {};
    const found = lookups.secret(pod.metadata?.namespace ?? '', secretName);
    if (!found && optional === false) throw new Refusal(missing(secretName, pod.metadata?.name ?? ''));
    return filesVolume(name, found ? valuesOf(found) : {});
  };
}

/** An inline volume of file.csi.azure.com; its Secret is read in the Pod's namespace. Other drivers are refused. */
function azureFileDriver({ name, csi }: Volume, { pod, lookups }: Context): GroupVolume {
  const { driver, volumeAttributes = {} } = csi ?? {};
  if (driver !== 'file.csi.azure.com') {
    throw new Refusal(`pod ${pod.metadata?.name} requires volume ${name} which is of an unsupported type ${driver}`);
  }
  const { shareName, secretName } = volumeAttributes;
  const empty = (what: string) => new Refusal(`${what} for AzureFile CSI driver ${name} cannot be empty or nil`);
  if (Object.keys(volumeAttributes).length === 0) throw empty('secret volume attribute');
  if (!shareName) throw empty('share name');
  if (!secretName) throw empty('secret name');

  const secret = lookups.secret(pod.metadata?.namespace ?? '', secretName);
  if (!secret) throw new Refusal(`the secret ${secretName} for AzureFile CSI driver ${name} is not found`);
  return { name, kind: 'azureFile', account: valuesOf(secret).azurestorageaccountname ?? '', share: shareName };
}

/**
 * Files of a projected volume: of Secrets and ConfigMaps only the listed items, under their keys; a token only from a
 * legacy token Secret. The downward API is dropped.
 */
function projectedFiles({ projected }: Volume, { pod, lookups }: Context): Record<string, string> {
  const { namespace = '', name = '' } = pod.metadata ?? {};
  const checkOptional = (kind: string, { name: wanted = '', optional }: { name?: string; optional?: boolean }) => {
    if (optional !== false) return;
    throw new Refusal(`projected ${kind} ${wanted} is required by pod ${name} and does not exist`);
  };

  return Object.assign(
    {},
    ...(projected?.sources ?? []).map(({ serviceAccountToken, secret, configMap }) => {
      if (serviceAccountToken) return legacyToken(pod, lookups);
      if (secret) {
        const found = lookups.secret(namespace, secret.name ?? '');
        if (!found) checkOptional('secret', secret);
        return listed(found ? valuesOf(found) : {}, secret.items);
      }
      if (configMap) {
        const found = lookups.configMap(namespace, configMap.name ?? '');
        if (!found) checkOptional('configMap', configMap);
        return listed(found ? filesOf(found) : {}, configMap.items);
      }
      return {};
    }),
  );
}

function legacyToken(pod: Pod, lookups: Lookups): Record<string, string> {
  const found = lookups
    .secrets(pod.metadata?.namespace ?? '')
    .find(
      ({ type, metadata }) =>
        type === 'kubernetes.io/service-account-token' &&
        metadata?.annotations?.['kubernetes.io/service-account.name'] === pod.spec?.serviceAccountName,
    );
  return found ? valuesOf(found) : {};
}

function listed(files: Readonly<Record<string, string>>, items: readonly { key: string }[] = []) {
  return Object.fromEntries(items.flatMap(({ key }) => (files[key] === undefined ? [] : [[key, files[key]]])));
}

/** A volume without files is dropped. */
function filesVolume(name: string, files: Readonly<Record<string, string>>): GroupVolume | undefined {
  return Object.keys(files).length > 0 ? { name, kind: 'secret', files } : undefined;
}
