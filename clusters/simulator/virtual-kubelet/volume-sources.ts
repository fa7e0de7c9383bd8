import type { Pod, Secret, Volume } from '../../../harness/kubernetes.ts';
import type { GroupVolume } from './container-group.ts';
import { filesOf, type Lookups, valuesOf } from './lookups.ts';
import { Refusal } from './refusals.ts';

interface Context {
  readonly pod: Pod;
  readonly lookups: Lookups;
}

type Files = Readonly<Record<string, string>>;

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
    const refusal = `ConfigMap ${wanted} is required by Pod ${pod.metadata?.name} and does not exist`;
    return filesVolume(name, filesIn(found && filesOf(found), optional, refusal));
  },
  projected: (volume, context) => filesVolume(volume.name, projectedFiles(volume, context)),
};

/** All keys of the Secret are mounted. */
export function secretVolume(missing: (secret: string, pod: string) => string): VolumeTranslator {
  return ({ name, secret }, { pod, lookups }) => {
    const { secretName = '', optional } = secret ?? {};
    const found = lookups.secret(pod.metadata?.namespace ?? '', secretName);
    const refusal = missing(secretName, pod.metadata?.name ?? '');
    return filesVolume(name, filesIn(found && valuesOf(found), optional, refusal));
  };
}

/** A Secret or ConfigMap is required only where `optional` is false explicitly. */
function filesIn(found: Files | undefined, optional: boolean | undefined, refusal: string): Files {
  if (!found && optional === false) throw new Refusal(refusal);
  return found ?? {};
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
function projectedFiles({ projected }: Volume, { pod, lookups }: Context): Files {
  const { namespace = '', name: podName } = pod.metadata ?? {};
  const refusal = (kind: string, { name = '' }) =>
    `projected ${kind} ${name} is required by pod ${podName} and does not exist`;
  const files = (projected?.sources ?? []).map(({ serviceAccountToken, secret, configMap }) => {
    if (serviceAccountToken) return legacyToken(pod, lookups);
    if (secret) {
      const found = lookups.secret(namespace, secret.name ?? '');
      return listed(filesIn(found && valuesOf(found), secret.optional, refusal('secret', secret)), secret.items);
    }
    if (!configMap) return {};
    const found = lookups.configMap(namespace, configMap.name ?? '');
    return listed(
      filesIn(found && filesOf(found), configMap.optional, refusal('configMap', configMap)),
      configMap.items,
    );
  });
  return Object.assign({}, ...files);
}

function legacyToken({ metadata, spec }: Pod, lookups: Lookups): Files {
  const isToken = ({ type, metadata }: Secret) =>
    type === 'kubernetes.io/service-account-token' &&
    metadata?.annotations?.['kubernetes.io/service-account.name'] === spec?.serviceAccountName;
  const found = lookups.secrets(metadata?.namespace ?? '').find(isToken);
  return found ? valuesOf(found) : {};
}

function listed(files: Files, items: readonly { key: string }[] = []) {
  return Object.fromEntries(items.flatMap(({ key }) => (files[key] === undefined ? [] : [[key, files[key]]])));
}

/** A volume without files is dropped. */
function filesVolume(name: string, files: Files): GroupVolume | undefined {
  return Object.keys(files).length > 0 ? { name, kind: 'secret', files } : undefined;
}
