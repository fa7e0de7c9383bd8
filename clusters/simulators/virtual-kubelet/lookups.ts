import type { ConfigMap, Secret, Service } from './kubernetes.ts';

/** What the virtual kubelet looks up beside Pods; all of it comes from its watches, nothing from a request. */
export interface Lookups {
  secret(namespace: string, name: string): Secret | undefined;
  /** All Secrets of a namespace. */
  secrets(namespace: string): readonly Secret[];
  configMap(namespace: string, name: string): ConfigMap | undefined;
  /** Services of all namespaces. */
  services(): readonly Service[];
}

/** Values of a Secret, decoded. */
export function valuesOf({ data = {} }: Secret): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decoded(value)]));
}

/** All keys of a ConfigMap, those of `binaryData` decoded. */
export function filesOf({ data = {}, binaryData = {} }: ConfigMap): Record<string, string> {
  return { ...data, ...Object.fromEntries(Object.entries(binaryData).map(([key, value]) => [key, decoded(value)])) };
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}
