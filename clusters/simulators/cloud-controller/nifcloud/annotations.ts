export type Annotations = Readonly<Record<string, string>>;

/** Of all annotations: https://github.com/nifcloud/nifcloud-cloud-controller-manager, nifcloud_load_balancer.go */
export const prefix = 'service.beta.kubernetes.io/nifcloud-load-balancer-';

/** Throws unless the annotation is absent or valid. */
export function checkValue(annotations: Annotations, name: string, isValid: (value: string) => boolean): void {
  const value = annotations[`${prefix}${name}`];
  if (value !== undefined && !isValid(value)) throw new Error(`annotation ${prefix}${name}=${value} is invalid`);
}

export function among(...values: readonly string[]): (value: string) => boolean {
  return (value) => values.includes(value);
}
