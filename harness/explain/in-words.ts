import type { Event, Node } from '../kubernetes.ts';

const zoneLabels = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'];

export function zoneOfNode({ metadata }: Node): string | undefined {
  return zoneLabels.map((label) => metadata?.labels?.[label]).find(Boolean);
}

/** `14:02 UTC`, with the date when that is another than today. */
export function since(time: string | undefined, now: Date): string {
  if (!time || Number.isNaN(Date.parse(time))) return '';
  const [date, clock = ''] = new Date(time).toISOString().split('T');
  const today = now.toISOString().startsWith(`${date}T`);
  return ` since ${today ? '' : `${date} `}${clock.slice(0, 5)} UTC`;
}

/** `a`, `a and b`, `a, b and c`, and of many `a, b, c and 4 more`. */
export function listed(words: readonly string[], most = 5): string {
  const shown = words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : words;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `Warning ProvisioningFailed from ebs.csi.aws.com_…: rpc error: …` */
export function eventInWords({ type, reason, source, reportingComponent, message }: Event): string {
  const from = source?.component || reportingComponent;
  return `${type} ${reason}${from ? ` from ${from}` : ''}: ${message}`;
}
